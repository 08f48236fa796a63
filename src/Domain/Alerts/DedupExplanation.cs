using System.Collections.Immutable;

namespace AiSre.Domain.Alerts;

/// <summary>Says why <see cref="DedupRules.Decide"/> decides as it does. Apart from it, because the hundredth repeat must not pay for sentences.</summary>
public static class DedupExplanation
{
    /// <summary>One step per rule that was asked, in order; the parameters are those of <see cref="DedupRules.Decide"/>.</summary>
    public static ImmutableArray<DedupStep> Explain(
        AlertSignal signal, TitleFeatures features, OpenAlert? sameIdentity, OpenAlert? sameContent,
        IEnumerable<OpenAlert> recent, DateTimeOffset now, DedupOptions options, bool storm)
    {
        if (sameIdentity is not null) return [Hit(DedupStrategy.SourceIdentity, $"The identity is that of incident {sameIdentity.IncidentId}.")];
        var first = Miss(DedupStrategy.SourceIdentity, signal.Identity is null ? "The signal carries no identity." : "No open alert has this identity.");

        if (DedupRules.WhyNotByText(signal, features, options) is { } why)
            return [first, Miss(DedupStrategy.ContentHash, why), Miss(DedupStrategy.TitleSimilarity, why)];

        if (DedupRules.WhyNotSameContent(sameContent, now, options) is not { } whyNot)
            return [first, Hit(DedupStrategy.ContentHash, $"The content is that of incident {sameContent!.IncidentId}.")];

        var second = Miss(DedupStrategy.ContentHash, whyNot);
        return DedupRules.MostSimilar(signal, features, recent, now, options, storm) is var (match, score)
            ? [first, second, Hit(DedupStrategy.TitleSimilarity, $"The title reads like that of incident {match.IncidentId} (score {score:0.00}).")]
            : [first, second, Miss(DedupStrategy.TitleSimilarity, "No recent alert of this service and namespace has a title with the same meaning.")];
    }

    private static DedupStep Hit(string rule, string why) => new(rule, true, why);

    private static DedupStep Miss(string rule, string why) => new(rule, false, why);
}
