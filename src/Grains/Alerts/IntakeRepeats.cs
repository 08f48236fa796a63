using AiSre.Domain.Alerts;

namespace AiSre.Grains.Alerts;

/// <summary>
/// The hundredth time the same alert fires: no row, no message, one shared commit. Called by the intake, and past it by whoever brings a delivery:
/// the ledger checks the row's version, so it does not matter who counts, only that each counts once.
/// </summary>
internal sealed class IntakeRepeats(AlertMemory memory, RepeatCounter counter, SignalAnswers answers)
{
    /// <summary>A commit failed, so memory may have counted what is not there: until the intake has cleared it, nobody else reads it.</summary>
    public void Doubt() => memory.Doubt();

    /// <param name="signal">What may be a repeat.</param>
    /// <param name="identity">Its name.</param>
    /// <param name="entry">The alert that it is about.</param>
    /// <param name="now">Unix milliseconds.</param>
    /// <param name="i">Which of the call's signals it is.</param>
    /// <param name="repeats">Those of the call.</param>
    public bool TryCount(AlertSignal signal, string identity, AlertEntry entry, long now, int i, ref PendingRepeats repeats)
    {
        lock (entry)
        {
            if (entry.Busy is not null || !RepeatRules.IsPlain(signal, entry.Known)) return false;
            if (counter.Count(entry, signal, Match.ByKey(entry, DedupStrategy.SourceIdentity, identity), now) is not { } repeat) return false;
            repeats.Add(i, repeat, answers.Of(entry, signal, DedupStrategy.SourceIdentity));
            return true;
        }
    }

    /// <summary>The same, past the intake.</summary>
    public bool TryCount(AlertSignal signal, string identity, long now, int i, ref PendingRepeats repeats) =>
        memory.Peek(identity) is { } entry && TryCount(signal, identity, entry, now, i, ref repeats);
}
