using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Demo.Script;
using AiSre.Domain.Heartbeats;

namespace AiSre.Domain.Demo.Chapters;

/// <summary>Jobs that say that they live, and one that has stopped.</summary>
internal static class Jobs
{
    private const int Hour = 3_600;

    public static ImmutableArray<DemoHeartbeat> Heartbeats(DateTimeOffset now) =>
    [
        Up("orders-backup", 24 * Hour, 2 * Hour, Severity.High, "orders", now.AddHours(-7).AddMinutes(-12)),
        Up("media-offsite-copy", 7 * 24 * Hour, 12 * Hour, Severity.Warning, "media", now.AddDays(-2)),
        Up("tax-rates-import", 24 * Hour, 6 * Hour, Severity.Warning, "checkout", now.AddHours(-16)),
        Up("sitemap", 24 * Hour, 12 * Hour, Severity.Info, "storefront", now.AddHours(-4)),
        Up("fraud-model-refresh", 48 * Hour, 6 * Hour, Severity.High, "payments", now.AddHours(-21)),
        Missing("stock-export", 2 * Hour, Hour, Severity.High, "inventory", now.AddHours(-3).AddMinutes(-38)),
    ];

    /// <summary>The incidents of those that are missing.</summary>
    public static IEnumerable<DemoScene> Scenes(ImmutableArray<DemoHeartbeat> heartbeats)
    {
        foreach (var heartbeat in heartbeats)
        {
            if (heartbeat.MissingSince is not { } since) continue;
            var signal = HeartbeatRules.Signal(heartbeat.Name, heartbeat.Settings, heartbeat.LastBeat, SignalKind.Firing);
            yield return new(
                since, new DemoAlert(heartbeat.Name, heartbeat.Settings.Severity, heartbeat.Settings.Service!, signal.Title, "") { Own = signal },
                DemoAct.Acknowledge(6), DemoAct.Note(11,
                    "The export pod is stuck on a lock of yesterday's run. Killing that run and starting over."));
        }
    }

    private static DemoHeartbeat Up(string name, int interval, int grace, Severity severity, string service, DateTimeOffset last) =>
        new(name, Settings(interval, grace, severity, service), last, null);

    private static DemoHeartbeat Missing(string name, int interval, int grace, Severity severity, string service, DateTimeOffset last) =>
        new(name, Settings(interval, grace, severity, service), last, last.AddSeconds(interval + grace));

    private static HeartbeatSettings Settings(int interval, int grace, Severity severity, string service) =>
        new() { IntervalSeconds = interval, GraceSeconds = grace, Severity = severity, Service = service };
}
