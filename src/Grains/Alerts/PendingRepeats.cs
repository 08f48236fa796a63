using AiSre.Grains.Ledger;

namespace AiSre.Grains.Alerts;

/// <summary>The repeats of one call. Those of one alert fold, so often there is one task to wait for.</summary>
internal struct PendingRepeats(int signals)
{
    private AlertRepeat?[]? repeats;
    private Task? only;
    private HashSet<Task>? several;

    /// <summary>Fails when a single one of them failed, and is over when all are.</summary>
    public readonly Task Committed => several is not null ? Task.WhenAll(several) : only ?? Task.CompletedTask;

    public readonly AlertRepeat? this[int index] => repeats?[index];

    public void Add(int index, AlertRepeat repeat)
    {
        (repeats ??= new AlertRepeat?[signals])[index] = repeat;
        if (only is null) only = repeat.Committed;
        else if (several is not null) several.Add(repeat.Committed);
        else if (!ReferenceEquals(only, repeat.Committed)) several = [only, repeat.Committed];
    }
}
