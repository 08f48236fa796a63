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
        foreach (var wave in Waves(signals, open))
        {
            var answer = await TakeAsync([.. wave.Select(i => signals[i])]);
            for (var i = 0; i < wave.Count; i++) results[wave[i]] = i < answer.Results.Length ? answer.Results[i] : null;
            if (answer.Refusal is not IntakeRefusal.None) break;
        }
        for (var i = 0; i < results.Length; i++) results[i] ??= SignalResult.Refused(signals[i], signals[i].Spooled?.Doubt);
        var refused = results.Any(result => result!.Action == SignalActions.Refused);
        return new IntakeAnswer(refused ? IntakeRefusal.Unavailable : IntakeRefusal.None, ImmutableCollectionsMarshal.AsImmutableArray<SignalResult>(results!));
    }

    public Task QueuedAsync()
    {
        spool.Expect();
        return Task.CompletedTask;
    }

    /// <summary>
    /// Signals of one call are decided side by side. Where the order of two matters, because they are about one alert and not both say that it fires,
    /// the later one waits until the earlier one is done.
    /// </summary>
    private IEnumerable<List<int>> Waves(ImmutableArray<AlertSignal> signals, List<int> open)
    {
        var wave = new List<int>();
        var firing = new Dictionary<string, bool>();
        foreach (var i in open)
        {
            var text = SignalText.Of(signals[i], titles);
            var fires = signals[i].Kind is SignalKind.Firing;
            if (Meets(text.Identity, fires) || (text.Alternate is { } other && Meets(other, fires)))
            {
                yield return wave;
                wave = [];
                firing.Clear();
            }
            wave.Add(i);
            firing[text.Identity] = fires;
            if (text.Alternate is { } alternate) firing[alternate] = fires;
        }
        if (wave.Count > 0) yield return wave;

        bool Meets(string name, bool fires) => firing.TryGetValue(name, out var earlier) && !(earlier && fires);
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
        signal.Spooled is { } spooled ? new SpoolMark(spooled.Mark, clock.GetUtcNow().ToUnixTimeMilliseconds()) : null;
}
