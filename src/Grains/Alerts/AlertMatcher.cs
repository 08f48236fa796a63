using AiSre.Domain.Alerts;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Alerts;

/// <summary>Recognises the alert that a signal is about, among those that are remembered.</summary>
internal sealed class AlertMatcher(AlertMemory memory, TimeProvider clock, DedupOptions options)
{
    /// <summary>Until then the workspace is in a storm, and similar titles are looked for further back.</summary>
    public DateTimeOffset StormUntil { private get; set; }

    public Match Find(AlertSignal signal, SignalText text)
    {
        var known = memory.Find(text.Identity) ?? (text.Alternate is null ? null : memory.Find(text.Alternate));
        if (known is not null && signal.Identity is not null) return Match.ByKey(known, DedupStrategy.SourceIdentity, text.Identity);
        // Known by content only: a firing must come within the window of equal content, an end finds its alert however long ago that was seen.
        if (known is not null && (known.Row.Status is AlertStatus.Resolved || signal.Kind is not SignalKind.Firing))
            return Match.ByKey(known, DedupStrategy.ContentHash, text.Hash);
        // Text may merge what fires; it must never end or change an alert that only reads alike.
        if (signal.Kind is not SignalKind.Firing || text.Features is not { } features) return FindEnded(signal, text);

        var service = signal.Subject.Service;
        var now = clock.GetUtcNow();
        var sameContent = known ?? memory.FindContent(text.Hash);
        if (sameContent is { Row.Status: not AlertStatus.Firing }) sameContent = null;
        var alike = memory.Similar(signal.Subject.Namespace, text.Hash, features).Where(entry => entry.Row.Status is AlertStatus.Firing).ToList();
        var decision = DedupRules.Decide(
            signal, text.Hash, features, null, sameContent?.ToOpen(service), alike.Select(entry => entry.ToOpen(service)),
            now, options, now < StormUntil);
        if (decision.Match is not { } match) return Match.None with { Expired = signal.Identity is null ? known : null };
        var entry = sameContent is not null && sameContent.Row.Identity == match.Identity
            ? sameContent
            : alike.First(other => other.Row.Identity == match.Identity);
        return new(entry, decision.Strategy!, decision.Key!, decision.Score, ByIdentity: false);
    }

    /// <summary>An end without identity is about the alert with exactly its content, under whatever identity that fired.</summary>
    private Match FindEnded(AlertSignal signal, SignalText text) =>
        signal.Identity is null && memory.FindContent(text.Hash) is { Row.Status: AlertStatus.Firing } entry
            ? new(entry, DedupStrategy.ContentHash, text.Hash, null, ByIdentity: false)
            : Match.None;
}

/// <summary>The alert that a signal is about.</summary>
/// <param name="Entry">None: memory knows no such alert.</param>
/// <param name="Strategy">One of <see cref="DedupStrategy"/>.</param>
/// <param name="Key">What matched.</param>
/// <param name="Score">How alike the titles are, where that decided.</param>
/// <param name="ByIdentity">It is certainly this one: no look into the ledger could find a better one.</param>
/// <param name="Expired">The alert with exactly this content, which was not seen for so long that a new one takes its place.</param>
internal readonly record struct Match(AlertEntry? Entry, string Strategy, string Key, double? Score, bool ByIdentity, AlertEntry? Expired = null)
{
    public static readonly Match None = new(null, "", "", null, ByIdentity: false);

    public static Match ByKey(AlertEntry entry, string strategy, string key) => new(entry, strategy, key, null, ByIdentity: true);
}
