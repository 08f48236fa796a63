using AiSre.Domain.Alerts;
using AiSre.Grains.Incidents;

namespace AiSre.Grains.Alerts;

/// <summary>Resolves that wait until a flapping alert has been quiet. They are on disk, and after a restart the silo wakes the intakes that hold some.</summary>
public sealed partial class ServiceIntakeGrain
{
    private static readonly TimeSpan WatchPeriod = TimeSpan.FromSeconds(15);
    private IGrainTimer? watch;

    public Task WakeAsync() => TryRecallAsync();

    private async Task RecallHeldAsync()
    {
        if ((await index.HeldAsync(workspace, scope)).Count > 0) StartWatch();
    }

    private void StartWatch() =>
        watch ??= this.RegisterGrainTimer(static (self, _) => self.ReleaseHeldAsync(), this, new() { DueTime = WatchPeriod, Period = WatchPeriod, KeepAlive = true });

    /// <summary>Lets the resolves through whose alert has been quiet for long enough.</summary>
    internal async Task ReleaseHeldAsync()
    {
        var held = await index.HeldAsync(workspace, scope);
        if (held.Count == 0)
        {
            watch?.Dispose();
            watch = null;
            return;
        }
        var now = clock.GetUtcNow();
        foreach (var row in held)
        {
            var since = DateTimeOffset.FromUnixTimeMilliseconds(row.HeldSince!.Value);
            if (FlappingRules.HoldsOpen(row.Flapping, since, now, options)) continue;
            var entry = memory.Find(row.Identity) ?? new AlertEntry(row);
            if (entry.Busy is not null) continue;
            var signal = new AlertSignal { Source = row.Source, ReportedSource = row.Source, Kind = SignalKind.Resolved, Actor = "system", OccurredAt = since };
            await ChangeAsync(signal, entry, SignalIntent.AsSignalled, Ref(entry), DedupStrategy.SourceIdentity);
        }
    }
}
