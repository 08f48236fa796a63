using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Alerts;

/// <summary>
/// What is durable of the signals that come from the spool. Each of them ends with the commit of its mark: with its effect, or by itself when it has
/// none. Signals that came straight from a sender pass through here for nothing.
/// </summary>
internal sealed class SpooledSignals(string workspace, ILedger ledger, AlertRecall recall, TimeProvider clock)
{
    private const string Change = "change";

    /// <summary>The part of a signal that changes its incident before it is counted.</summary>
    public static AlertSignal ChangeOf(AlertSignal signal) => signal.Part(Change);

    /// <summary>For each of them: nothing of it is left to do. Null while nobody can tell.</summary>
    public async Task<bool?[]> AreStoredAsync(ImmutableArray<AlertSignal> signals)
    {
        var stored = new bool?[signals.Length];
        var marked = await recall.MarkedAsync([.. signals.Select(signal => signal.Spooled?.Mark).OfType<string>()]);
        var marks = marked.ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < stored.Length; i++)
        {
            var spooled = signals[i].Spooled;
            stored[i] = spooled is not null && marks.Contains(spooled.Mark);
            if (stored[i] is false && spooled?.Doubt is { } doubt) stored[i] = await Task.Run(() => ledger.WasCommitted(doubt));
        }
        return stored;
    }

    /// <summary>Its last commit is there.</summary>
    public ValueTask<bool> IsDoneAsync(AlertSignal signal) =>
        signal.Spooled is { } done ? recall.IsMarkedAsync(done.Mark) : ValueTask.FromResult(false);

    /// <summary>An earlier attempt has changed the incident by it, and died before it was counted.</summary>
    public ValueTask<bool> IsChangeStoredAsync(AlertSignal signal) =>
        ChangeOf(signal).Spooled is { } change ? recall.IsMarkedAsync(change.Mark) : ValueTask.FromResult(false);

    /// <summary>
    /// It changes nothing: the alert is unknown, it is over already, or something newer has come. That holds for now only, so it is noted like an
    /// effect: taken up a second time, after something newer, it might have one.
    /// </summary>
    public ValueTask CommitWithoutEffectAsync(AlertSignal signal) =>
        SpoolMarks.Of(signal, clock) is { } mark
            ? new(ledger.CommitAsync(new FactsEntry(workspace) { Facts = new() { Mark = mark } }))
            : ValueTask.CompletedTask;
}
