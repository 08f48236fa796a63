using AiSre.Domain.Alerts;

namespace AiSre.Domain.Tests.Alerts;

/// <summary>Short ways to write the signals and open alerts that the tests talk about.</summary>
internal static class Signals
{
    public static readonly DateTimeOffset Noon = new(2025, 1, 15, 12, 0, 0, TimeSpan.Zero);

    public static AlertSignal Firing(
        string title, string source = AlertSource.Webhook, string? service = "payments", string? @namespace = "prod") => new()
    {
        Source = source,
        ReportedSource = source,
        Kind = SignalKind.Firing,
        Title = title,
        Severity = Severity.High,
        Subject = new AlertSubject { Service = service, Namespace = @namespace },
    };

    public static TitleFeatures FeaturesOf(AlertSignal signal) =>
        TitleFeatures.From(signal.Title, signal.Description, TitleNormalizer.MasksAddresses(signal.Subject));

    public static string HashOf(AlertSignal signal) => ContentHash.Of(signal, FeaturesOf(signal).NormalizedTitle);

    /// <summary>The alert that this signal has opened.</summary>
    public static OpenAlert Open(AlertSignal signal, DateTimeOffset lastSeen, string incident = "inc-1", DateTimeOffset? firstSeen = null) => new(
        signal.Identity, signal.AlternateIdentity, incident, HashOf(signal), signal.Severity ?? SeverityMap.Default,
        signal.Subject.Service, signal.Subject.Namespace, FeaturesOf(signal), firstSeen ?? lastSeen, lastSeen)
    {
        Workload = Workload.Of(signal.Subject),
    };

    /// <summary>What the rules say with these alerts open; they are looked up as the intake would.</summary>
    public static DedupDecision Decide(AlertSignal signal, OpenAlert[] open, DateTimeOffset now, DedupOptions? options = null, bool storm = false)
    {
        var hash = HashOf(signal);
        var sameIdentity = open.FirstOrDefault(alert => signal.Identity is { } id && (alert.Identity == id || alert.AlternateIdentity == id));
        var sameContent = open.LastOrDefault(alert => alert.ContentHash == hash);
        return DedupRules.Decide(signal, hash, FeaturesOf(signal), sameIdentity, sameContent, open, now, options ?? DedupOptions.Default, storm);
    }
}
