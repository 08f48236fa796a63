using System.Collections.Immutable;
using System.Runtime.InteropServices;
using AiSre.Domain.Alerts;

namespace AiSre.Grains.Alerts;

/// <summary>Takes up signals that were accepted while the ledger was away: those that are not stored, each once, in their order.</summary>
internal sealed class SpoolReplay(SpooledSignals spooled, TitleCache titles)
{
    /// <param name="signals">In the order in which they came.</param>
    /// <param name="handle">Handles signals side by side.</param>
    public async Task<IntakeAnswer> ReplayAsync(ImmutableArray<AlertSignal> signals, Func<ImmutableArray<AlertSignal>, Task<IntakeAnswer>> handle)
    {
        var results = new SignalResult?[signals.Length];
        var open = new List<int>(signals.Length);
        try
        {
            var stored = await spooled.AreStoredAsync(signals);
            for (var i = 0; i < signals.Length; i++)
            {
                switch (stored[i])
                {
                    case true: results[i] = SignalAnswers.OfNone(signals[i], SignalActions.Unchanged); break;
                    case false: open.Add(i); break;
                    default: results[i] = RefusedAgain(signals[i]); break;
                }
            }
        }
        catch (LedgerUnavailableException)
        {
            return IntakeAnswer.Unavailable;
        }
        foreach (var wave in Waves(signals, open))
        {
            var answer = await handle([.. wave.Select(i => signals[i])]);
            for (var i = 0; i < wave.Count; i++) results[wave[i]] = i < answer.Results.Length ? answer.Results[i] : null;
            if (answer.Refusal is not IntakeRefusal.None) break;
        }
        for (var i = 0; i < results.Length; i++) results[i] ??= RefusedAgain(signals[i]);
        var refused = results.Any(result => result!.Action == SignalActions.Refused);
        return new IntakeAnswer(
            refused ? IntakeRefusal.Unavailable : IntakeRefusal.None, ImmutableCollectionsMarshal.AsImmutableArray<SignalResult>(results!));
    }

    private static SignalResult RefusedAgain(AlertSignal signal) => SignalResult.Refused(signal, signal.Spooled?.Doubt);

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
            if (MustWait(text.Identity, fires) || (text.Alternate is { } other && MustWait(other, fires)))
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

        bool MustWait(string name, bool fires) => firing.TryGetValue(name, out var earlier) && !(earlier && fires);
    }
}
