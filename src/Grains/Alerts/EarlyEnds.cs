using System.Collections.Immutable;
using AiSre.Domain.Alerts;

namespace AiSre.Grains.Alerts;

/// <summary>
/// The intake's copy of the ends that it has heard of before their beginnings: read once, so that a new alert costs a look into memory.
/// </summary>
internal sealed class EarlyEnds(string workspace, string scope, IGrainFactory grains, TimeProvider clock)
{
    private readonly Dictionary<string, EarlyEnd> known = new(StringComparer.Ordinal);

    private IEarlyEndsGrain Grain => grains.GetGrain<IEarlyEndsGrain>(workspace);

    public async Task RecallAsync()
    {
        try
        {
            foreach (var end in await Grain.OfAsync(scope)) known[end.Identity] = end;
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            // Without it a beginning that was overtaken opens an incident that its sender will not end: that is seen, and a person ends it.
        }
    }

    /// <summary>The alert that begins here has ended already.</summary>
    public bool Cover(AlertSignal signal, SignalText text) =>
        known.Count > 0 && signal.Identity is not null
        && ((known.TryGetValue(text.Identity, out var end) && EarlyEndRules.Covers(end, signal, clock.GetUtcNow()))
            || (text.Alternate is { } alternate && known.TryGetValue(alternate, out end) && EarlyEndRules.Covers(end, signal, clock.GetUtcNow())));

    /// <summary>Durable when it returns. An end of an alert that is known to have ended by then is nothing new.</summary>
    /// <param name="signal">The end.</param>
    /// <param name="text">Its names.</param>
    /// <param name="lastEventAt">The sender's clock at the latest event of the alert, if it is known.</param>
    public async ValueTask RememberAsync(AlertSignal signal, SignalText text, long? lastEventAt)
    {
        if (!EarlyEndRules.IsRemembered(signal) || lastEventAt >= signal.OccurredAt!.Value.ToUnixTimeMilliseconds()) return;
        var (ended, now) = (signal.OccurredAt!.Value.ToUnixTimeMilliseconds(), clock.GetUtcNow().ToUnixTimeMilliseconds());
        ImmutableArray<EarlyEnd> ends = text.Alternate is { } alternate
            ? [new(scope, text.Identity, ended, now), new(scope, alternate, ended, now)]
            : [new(scope, text.Identity, ended, now)];
        if (ends.All(end => known.TryGetValue(end.Identity, out var before) && before.EndedAt >= ended)) return;
        await Grain.RememberAsync(ends);
        if (known.Count >= EarlyEndRules.Most) known.Clear();
        foreach (var end in ends) known[end.Identity] = end;
    }
}
