using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using AiSre.Domain.Alerts;
using AiSre.Grains.Ledger;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace AiSre.Grains.Alerts;

/// <summary>
/// Finds the intakes of this process by their keys. What waits in the spool, has an end, comes from the spool or names no identity goes to the intake
/// itself.
/// </summary>
public sealed class PlainRepeats(ISpool spool, TimeProvider clock, IOptions<SiloMessagingOptions> messaging) : IPlainRepeats
{
    private readonly ConcurrentDictionary<string, IntakeRepeats> intakes = new(StringComparer.Ordinal);

    /// <summary>As long as a caller of the intake would wait.</summary>
    private readonly TimeSpan patience = messaging.Value.ResponseTimeout;

    internal void Join(string key, IntakeRepeats intake) => intakes[key] = intake;

    /// <summary>Another activation may have joined since.</summary>
    internal void Leave(string key, IntakeRepeats intake) => intakes.TryRemove(new(key, intake));

    public CountedRepeats? TryCount(string workspace, ImmutableArray<AlertSignal> signals)
    {
        if (spool.HasWaiting(workspace)) return null;
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        SignalResult?[]? results = null;
        var repeats = default(PendingRepeats);
        List<IntakeRepeats>? counting = null;
        for (var i = 0; i < signals.Length; i++)
        {
            var signal = signals[i];
            if (signal is not { Kind: SignalKind.Firing, Spooled: null } || IdentityKey.Of(signal) is not { } identity) continue;
            if (!intakes.TryGetValue(GrainKeys.IntakeOf(workspace, signal), out var intake)) continue;
            if (results is null) repeats = new PendingRepeats(results = new SignalResult?[signals.Length]);
            if (intake.TryCount(signal, identity, now, i, ref repeats) && counting?[^1] != intake) (counting ??= new(1)).Add(intake);
        }
        return counting is null ? null : new Counted(signals, results!, repeats, counting, patience, clock);
    }

    private sealed class Counted(
        ImmutableArray<AlertSignal> signals, SignalResult?[] results, PendingRepeats repeats, IEnumerable<IntakeRepeats> intakes, TimeSpan patience,
        TimeProvider clock) : CountedRepeats(results)
    {
        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        public override async ValueTask<IntakeRefusal> CommittedAsync()
        {
            try
            {
                await repeats.Committed.WaitAsync(patience, clock);
                repeats.ForgetConflicts();
                return IntakeRefusal.None;
            }
            catch (LedgerUnavailableException)
            {
                foreach (var intake in intakes) intake.Doubt();
                repeats.ForgetConflicts();
                repeats.RefuseFailed(signals);
                return IntakeRefusal.Unavailable;
            }
        }
    }
}

public static class IntakeServices
{
    public static IServiceCollection AddIntakes(this IServiceCollection services) =>
        services.AddSingleton<PlainRepeats>().AddSingleton<IPlainRepeats>(static provider => provider.GetRequiredService<PlainRepeats>());
}
