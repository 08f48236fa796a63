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
        Nightly("orders-backup", "30 2 * * *", 2 * Hour, Severity.High, "orders", now),
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
            var (settings, last) = (heartbeat.Settings, heartbeat.LastBeat);
            var signal = HeartbeatSignals.Silence(heartbeat.Name, settings, last, HeartbeatRules.Expected(settings, last), SignalKind.Firing);
            yield return new(
                since, new DemoAlert(heartbeat.Name, heartbeat.Settings.Severity, heartbeat.Settings.Service!, signal.Title, "") { Own = signal },
                DemoAct.Acknowledge(6), DemoAct.Note(11,
                    "The export pod is stuck on a lock of yesterday's run. Killing that run and starting over."));
        }
    }

    private static DemoHeartbeat Up(string name, int interval, int grace, Severity severity, string service, DateTimeOffset last) =>
        new(name, Settings(interval, grace, severity, service), last, null);

    /// <summary>It ends some minutes after it should begin.</summary>
    private static DemoHeartbeat Nightly(string name, string schedule, int grace, Severity severity, string service, DateTimeOffset now)
    {
        var took = TimeSpan.FromMinutes(12);
        const string zone = "Europe/Berlin";
        var last = CronSchedule.Of(schedule, zone).Previous(now - took) is { } began ? began + took : now;
        var settings = Settings(HeartbeatSettings.MaxIntervalSeconds, grace, severity, service) with { Schedule = schedule, TimeZone = zone };
        return new(name, settings, last, null);
    }

    private static DemoHeartbeat Missing(string name, int interval, int grace, Severity severity, string service, DateTimeOffset last) =>
        new(name, Settings(interval, grace, severity, service), last, last.AddSeconds(interval + grace));

    private static HeartbeatSettings Settings(int interval, int grace, Severity severity, string service) =>
        new() { IntervalSeconds = interval, GraceSeconds = grace, Severity = severity, Service = service };
}
