using AiSre.Domain.Actions.Cases;
using AiSre.Domain.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Actions;

/// <summary>Everybody who is about to act asks here, so that it counts everywhere at once.</summary>
[GrainType(KillSwitchGrain.Kind)]
public sealed class KillSwitchGrain(
    [PersistentState("kill-switch", LedgerState.Storage)] IPersistentState<Kept<KillSwitchState>> store, TimeProvider clock)
    : Grain, IKillSwitchGrain
{
    internal const string Kind = "kill-switch";

    public async Task<KillSwitch> GetAsync() => (await store.ReadAsync())?.Switch ?? KillSwitch.Off;

    public Task<KillSwitch> TurnAsync(bool on, string by, string? reason) => store.RetryOnConflictAsync(async () =>
    {
        var now = clock.GetUtcNow();
        var known = await GetAsync();
        if (known.IsOn == on) return known;
        var next = new KillSwitch(on, by, reason, now);
        var record = new AuditRecord(
            by, on ? "kill_switch_on" : "kill_switch_off", Kind, "", now.ToUnixTimeMilliseconds(), EventPayload.Of(("reason", reason)));
        await store.CommitAsync(new KillSwitchState { Switch = next }, new() { Audit = [record] });
        return next;
    });
}

/// <summary>What is stored of a kill switch.</summary>
[GenerateSerializer, Immutable, Alias("aisre.kill-switch-state")]
public sealed record KillSwitchState
{
    [Id(0)] public int Version { get; init; } = 1;
    [Id(1)] public KillSwitch Switch { get; init; } = KillSwitch.Off;
}
