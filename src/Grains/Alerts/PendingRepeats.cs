using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Alerts;

/// <summary>
/// The repeats among the signals of one call, and what their senders are told once they are written. Those of one alert fold, so often there is one
/// task to wait for.
/// </summary>
internal struct PendingRepeats(SignalResult?[] results)
{
    private AlertRepeat?[]? repeats;
    private Task? only;
    private HashSet<Task>? several;

    /// <summary>Fails when a single one of them failed, and is over when all are.</summary>
    public readonly Task Committed => several is not null ? Task.WhenAll(several) : only ?? Task.CompletedTask;

    public void Add(int index, AlertRepeat repeat, SignalResult result)
    {
        results[index] = result;
        (repeats ??= new AlertRepeat?[results.Length])[index] = repeat;
        if (only is null) only = repeat.Committed;
        else if (several is not null) several.Add(repeat.Committed);
        else if (!ReferenceEquals(only, repeat.Committed)) several = [only, repeat.Committed];
    }

    /// <summary>A repeat's answer is written before its commit; where that found a newer row, it is none.</summary>
    public readonly void ForgetConflicts()
    {
        for (var i = 0; i < results.Length; i++)
        {
            if (repeats?[i] is { Outcome: not LedgerOutcome.Applied }) results[i] = null;
        }
    }

    /// <summary>The ledger is away: says of which it is not certain that they are durable.</summary>
    public readonly void RefuseFailed(ImmutableArray<AlertSignal> signals)
    {
        for (var i = 0; i < results.Length; i++)
        {
            if (repeats?[i]?.Committed is { IsCompletedSuccessfully: false } failed)
                results[i] = SignalResult.Refused(signals[i], (failed.Exception?.InnerException as LedgerUnavailableException)?.Doubt);
        }
    }
}
