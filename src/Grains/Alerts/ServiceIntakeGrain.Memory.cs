using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Alerts;

/// <summary>Recognising a signal: first in memory, then in the ledger.</summary>
public sealed partial class ServiceIntakeGrain
{
    private const int MaxRecalledTexts = 2_000;

    /// <summary>Incidents of this intake that lead a group.</summary>
    private readonly HashSet<string> parents = [];

    private DateTimeOffset stormUntil;

    public Task GroupedAsync(string incidentId)
    {
        if (parents.Count >= 10_000) parents.Clear();
        parents.Add(incidentId);
        return Task.CompletedTask;
    }

    private string? GroupOf(AlertEntry entry) =>
        entry.GroupId ?? (parents.Contains(entry.Row.IncidentId) ? GroupId.For(entry.Row.IncidentId) : null);

    private Match Find(AlertSignal signal, SignalText text)
    {
        var known = memory.Find(text.Identity) ?? (text.Alternate is null ? null : memory.Find(text.Alternate));
        if (known is not null && signal.Identity is not null) return new(known, DedupStrategy.SourceIdentity, text.Identity, null, ByIdentity: true);
        // Known by content only: a firing must pass the window of S2, an end finds its alert however long that was.
        if (known is not null && (known.Row.Status is AlertStatus.Resolved || signal.Kind is not SignalKind.Firing))
            return new(known, DedupStrategy.ContentHash, text.Hash, null, ByIdentity: true);
        // Text may merge what fires; it must never end or change an alert that only reads alike.
        if (signal.Kind is not SignalKind.Firing || text.Features is not { } features) return EndByContent(signal, text);

        var service = signal.Subject.Service;
        var now = clock.GetUtcNow();
        var sameContent = known ?? memory.FindContent(text.Hash);
        if (sameContent is { Row.Status: not AlertStatus.Firing }) sameContent = null;
        var alike = memory.Similar(signal.Subject.Namespace, features).Where(entry => entry.Row.Status is AlertStatus.Firing).ToList();
        var decision = DedupRules.Decide(
            signal, text.Hash, features, null, sameContent?.ToOpen(service), alike.Select(entry => entry.ToOpen(service)), now, options, now < stormUntil);
        if (decision.Match is not { } match) return new(null, "", "", null, false, Expired: signal.Identity is null ? known : null);
        var entry = sameContent is not null && sameContent.Row.Identity == match.Identity ? sameContent : alike.First(other => other.Row.Identity == match.Identity);
        return new(entry, decision.Strategy!, decision.Key!, decision.Score, ByIdentity: false);
    }

    /// <summary>An end without identity is about the alert with exactly its content, under whatever identity that fired.</summary>
    private Match EndByContent(AlertSignal signal, SignalText text) =>
        signal.Identity is null && memory.FindContent(text.Hash) is { Row.Status: AlertStatus.Firing } entry
            ? new(entry, DedupStrategy.ContentHash, text.Hash, null, ByIdentity: false)
            : default;

    /// <summary>Asks the ledger for what memory does not know. True when it knows more now.</summary>
    private async Task<bool> RecallAsync(SignalText text)
    {
        if (memory.Find(text.Identity) is not null) return false;
        if (await index.FindAsync(workspace, text.Identity, text.Alternate) is not { Status: not AlertStatus.Expired } row) return false;
        if (memory.Find(row.Identity) is null)
        {
            memory.Add(new AlertEntry(row) { GroupId = await index.GroupOfAsync(workspace, row.IncidentId), Features = MatchableFeatures(row) });
        }
        return true;
    }

    /// <summary>What happened before this activation and may still be matched by its text.</summary>
    private async Task RecallTextsAsync()
    {
        var since = clock.GetUtcNow() - options.S2Window;
        var rows = await index.RecentAsync(workspace, scope, since.ToUnixTimeMilliseconds(), MaxRecalledTexts);
        foreach (var row in rows.Reverse())
        {
            memory.Add(new AlertEntry(row) { GroupId = await index.GroupOfAsync(workspace, row.IncidentId), Features = MatchableFeatures(row) });
        }
    }

    private static TitleFeatures? MatchableFeatures(AlertRow row) =>
        AlertSource.GuaranteesIdentity(row.Source) ? null : TitleFeatures.From(row.Title, null);
}
