namespace AiSre.Domain.Alerts;

/// <summary>The words of <c>dedup_strategy</c> that this rule set can answer; a new incident has none.</summary>
public static class DedupStrategy
{
    public const string SourceIdentity = "source_identity";
    public const string ContentHash = "content_hash";
    public const string TitleSimilarity = "title_similarity";
}

/// <summary>Repeat, or new?</summary>
/// <param name="Strategy">One of <see cref="DedupStrategy"/>, null for a new incident.</param>
/// <param name="Match">The alert that it repeats.</param>
/// <param name="Key">What matched: the identity, the content hash, or the other title in its normalised form.</param>
/// <param name="Score">How alike the titles are, 0..1; 1 for the exact rules.</param>
public readonly record struct DedupDecision(string? Strategy, OpenAlert? Match, string? Key, double? Score)
{
    public static DedupDecision New => default;
}
