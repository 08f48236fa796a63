using AiSre.Grains.Ledger;

namespace AiSre.Grains.Alerts;

/// <summary>The repeats of one call: usually one commit serves them all, so usually there is one task to wait for.</summary>
internal struct PendingRepeats(int signals)
{
    private AlertRepeat?[]? repeats;
    private Task committed = Task.CompletedTask;

    /// <summary>Fails when a single one of them failed, and is over when all are.</summary>
    public readonly Task Committed => committed;

    public readonly AlertRepeat? this[int index] => repeats?[index];

    public void Add(int index, AlertRepeat repeat)
    {
        (repeats ??= new AlertRepeat?[signals])[index] = repeat;
        if (ReferenceEquals(repeat.Committed, committed)) return;
        committed = committed.IsCompletedSuccessfully ? repeat.Committed : Task.WhenAll(committed, repeat.Committed);
    }
}
