using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Alerts;

/// <summary>Counts the repeats of alerts: nothing else appends them, and memory counts what the ledger has taken and nothing before.</summary>
internal sealed class RepeatCounter(string workspace, ILedger ledger, TimeProvider clock)
{
    /// <summary>Adds one to the row's count with the next commit. The repeat says by its outcome whether it did.</summary>
    /// <param name="entry">The alert.</param>
    /// <param name="signal">What repeats it.</param>
    /// <param name="match">How that was recognised.</param>
    /// <param name="now">Unix milliseconds; what comes from the spool counts from when it was received.</param>
    /// <param name="eventType">What the timeline says, if it is time for that.</param>
    /// <returns>What to wait for; null when the ledger's queue is full.</returns>
    public AlertRepeat? Count(AlertEntry entry, AlertSignal signal, in Match match, long now, string eventType = EventTypes.AlertDeduplicated)
    {
        lock (entry) return CountAlone(entry, signal, match, now, eventType);
    }

    private AlertRepeat? CountAlone(AlertEntry entry, AlertSignal signal, in Match match, long now, string eventType)
    {
        if (signal.Spooled is { } spooled) now = spooled.At.ToUnixTimeMilliseconds();
        // What comes from the spool keeps a mark of its own.
        else if (entry.Repeat is { } waiting && waiting.RowVersion == entry.Row.Version && ledger.TryFold(waiting, 1, now))
        {
            entry.Counted(waiting, now, entry.Tally.Counted());
            return waiting;
        }

        var told = entry.Tally.IsEventDue(now);
        var repeat = new AlertRepeat
        {
            Workspace = workspace,
            RowId = entry.Row.RowId,
            RowVersion = entry.Row.Version,
            Count = 1,
            LastSeen = now,
            Facts = FactsOf(told ? EventOf(entry, eventType, match, now) : null, SpoolMarks.Of(signal, clock)),
        };
        if (ledger.Append(repeat) is not { } queued) return null;
        // Refused at once, as while a commit does not come back. Its caller waits for it and hears why.
        if (!queued.IsFaulted) entry.Counted(repeat, now, told ? RepeatTally.ToldAt(now) : entry.Tally.Counted());
        return repeat;
    }

    private static LedgerFacts FactsOf(IncidentEvent? e, SpoolMark? mark) =>
        e is null && mark is null ? LedgerFacts.None : new() { Events = e is null ? [] : [e], Mark = mark };

    private IncidentEvent EventOf(AlertEntry entry, string type, in Match match, long now)
    {
        var payload = EventPayload.Of(("count", entry.Tally.WithNext), ("strategy", match.Strategy), ("key", match.Key), ("score", match.Score));
        return new(workspace, entry.Row.IncidentId, new(type, "system", DateTimeOffset.FromUnixTimeMilliseconds(now), payload));
    }
}
