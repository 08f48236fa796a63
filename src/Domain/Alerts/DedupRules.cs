using System.Diagnostics.CodeAnalysis;

namespace AiSre.Domain.Alerts;

/// <summary>The dedup ladder S1 to S3 (docs/rules/alerts.md): is this firing signal a repeat, and of which open alert?</summary>
public static class DedupRules
{
    /// <summary>S1 alone, which needs neither hash nor features: ask it first, most repeats end here.</summary>
    public static DedupDecision ByIdentity(OpenAlert? sameIdentity) => sameIdentity is null
        ? DedupDecision.New
        : new(DedupStrategy.SourceIdentity, sameIdentity, sameIdentity.Identity, 1);

    /// <summary>The first rule that hits wins; only <see cref="SignalKind.Firing"/> signals are asked about.</summary>
    /// <param name="signal">What came in.</param>
    /// <param name="contentHash"><see cref="ContentHash.Of"/> the signal.</param>
    /// <param name="features">Those of the signal's title and description.</param>
    /// <param name="sameIdentity">The open alert with the signal's identity or alternate identity.</param>
    /// <param name="sameContent">The latest open alert with the same content hash.</param>
    /// <param name="recent">Open alerts that S3 may compare; what is of another service or namespace is passed over.</param>
    /// <param name="now">When the signal was received.</param>
    /// <param name="options">The workspace's settings.</param>
    /// <param name="storm">True while the workspace is in a storm.</param>
    public static DedupDecision Decide(
        AlertSignal signal, string contentHash, TitleFeatures features, OpenAlert? sameIdentity, OpenAlert? sameContent,
        IEnumerable<OpenAlert> recent, DateTimeOffset now, DedupOptions options, bool storm)
    {
        if (sameIdentity is not null) return ByIdentity(sameIdentity);
        if (WhyNotByText(signal.Source, AlertSource.GuaranteesIdentity(signal), options) is not null || features.Tokens.IsEmpty)
            return DedupDecision.New;
        if (IsSameContent(sameContent, now, options)) return new(DedupStrategy.ContentHash, sameContent, contentHash, 1);
        return MostSimilar(signal, features, recent, now, options, storm) is var (match, score)
            ? new(DedupStrategy.TitleSimilarity, match, match.Features!.NormalizedTitle, score)
            : DedupDecision.New;
    }

    /// <summary>Null if text may decide at all. Two identities that are guaranteed are two alerts, however alike they read.</summary>
    internal static string? WhyNotByText(string source, bool guaranteesIdentity, DedupOptions options)
    {
        if (!options.Enabled) return "Comparing content is switched off in this workspace.";
        return guaranteesIdentity
            ? $"The source {source} guarantees identity: an unknown identity is a new alert, however alike it reads."
            : null;
    }

    /// <summary>The alert was seen lately enough to take equal content.</summary>
    public static bool IsSameContent([NotNullWhen(true)] OpenAlert? sameContent, DateTimeOffset now, DedupOptions options) =>
        sameContent is not null && now - sameContent.LastSeen <= options.S2Window && now - sameContent.FirstSeen <= options.S2Life;

    /// <summary>
    /// The most alike; among equals the one seen last, then the smaller incident id, so that the order of <paramref name="recent"/> does not matter.
    /// </summary>
    private static (OpenAlert Match, double Score)? MostSimilar(
        AlertSignal signal, TitleFeatures features, IEnumerable<OpenAlert> recent, DateTimeOffset now, DedupOptions options, bool storm)
    {
        (OpenAlert Match, double Score)? best = null;
        var (workload, place) = (Workload.Of(signal.Subject), AlertPlace.Of(signal.Subject, signal.Labels));
        foreach (var alert in recent)
        {
            if (!Comparable(signal, alert, now, options, storm) || alert.Place != place || !IsSameWorkload(workload, alert.Workload)
                || TitleSimilarity.SameMeaning(features, alert.Features!, options) is not { } similarity) continue;
            if (best is not var (match, score) || Precedes(alert, similarity.Score, match, score)) best = (alert, similarity.Score);
        }
        return best;
    }

    private static bool Comparable(AlertSignal signal, OpenAlert alert, DateTimeOffset now, DedupOptions options, bool storm) =>
        alert.Features is not null
        && now - alert.LastSeen <= (storm ? options.S3StormWindow : options.S3Window)
        && Math.Abs((int)alert.Severity - (int)(signal.Severity ?? SeverityMap.Default)) <= 1
        && alert.Service == signal.Subject.Service
        && alert.Namespace == signal.Subject.Namespace;

    /// <summary>Two workloads are two subjects; an alert that names none may be about either.</summary>
    private static bool IsSameWorkload(string workload, string? other) => workload.Length == 0 || other is "" || workload == other;

    private static bool Precedes(OpenAlert alert, double score, OpenAlert best, double bestScore)
    {
        if (score != bestScore) return score > bestScore;
        if (alert.LastSeen != best.LastSeen) return alert.LastSeen > best.LastSeen;
        return string.CompareOrdinal(alert.IncidentId, best.IncidentId) < 0;
    }
}
