using System.Collections.Immutable;
using System.Runtime.InteropServices;
using AiSre.Domain.Alerts;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Alerts;

/// <summary>The ledger is away: what was refused is named signal by signal, and what was spooled meanwhile is taken up once.</summary>
public sealed partial class ServiceIntakeGrain
{
    public async Task<IntakeAnswer> ReplayAsync(ImmutableArray<AlertSignal> signals)
    {
        var results = new SignalResult?[signals.Length];
        var open = new List<int>(signals.Length);
        try
        {
            for (var i = 0; i < signals.Length; i++)
            {
                switch (await IsStoredAsync(signals[i]))
                {
                    case true: results[i] = Nothing(signals[i], SignalActions.Unchanged); break;
                    case false: open.Add(i); break;
                    default: results[i] = SignalResult.Refused(signals[i], signals[i].Spooled?.Doubt); break;
                }
            }
        }
        catch (LedgerUnavailableException)
        {
            return IntakeAnswer.Unavailable;
        }
        var answer = await TakeAsync([.. open.Select(i => signals[i])]);
        if (answer.Results.Length < open.Count) return answer;
        for (var i = 0; i < open.Count; i++) results[open[i]] = answer.Results[i];
        var refusal = results.Any(result => result!.Action == SignalActions.Refused) ? IntakeRefusal.Unavailable : answer.Refusal;
        return new IntakeAnswer(refusal, ImmutableCollectionsMarshal.AsImmutableArray<SignalResult>(results!));
    }

    /// <summary>Null while nobody can tell.</summary>
    private async Task<bool?> IsStoredAsync(AlertSignal signal)
    {
        if (signal.Spooled is not { } spooled) return false;
        if (spooled.Doubt is { } doubt && await Task.Run(() => ledger.WasCommitted(doubt)) is not false and var committed) return committed;
        return await index.IsMarkedAsync(workspace, spooled.Mark);
    }

    /// <summary>Which signals are durable although their call is not, and which are not.</summary>
    private static IntakeAnswer Refuse(ImmutableArray<AlertSignal> signals, PendingRepeats repeats, SignalResult?[] results)
    {
        for (var i = 0; i < results.Length; i++)
        {
            if (repeats[i]?.Committed is { IsCompletedSuccessfully: false } failed)
                results[i] = SignalResult.Refused(signals[i], (failed.Exception?.InnerException as LedgerUnavailableException)?.Doubt);
            results[i] ??= SignalResult.Refused(signals[i], null);
        }
        return new IntakeAnswer(IntakeRefusal.Unavailable, ImmutableCollectionsMarshal.AsImmutableArray<SignalResult>(results!));
    }

    private SpoolMark? MarkOf(AlertSignal signal) =>
        signal.Spooled is { } spooled ? new SpoolMark(workspace, spooled.Mark, clock.GetUtcNow().ToUnixTimeMilliseconds()) : null;
}
