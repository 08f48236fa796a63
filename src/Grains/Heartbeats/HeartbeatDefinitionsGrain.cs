using System.Collections.Immutable;
using AiSre.Domain.Heartbeats;
using AiSre.Grains.Alarms;
using AiSre.Grains.Definitions;
using AiSre.Grains.Ledger;
using Orleans.Placement;

namespace AiSre.Grains.Heartbeats;

/// <summary>
/// Brings the heartbeats of a workspace's definitions into force: those that are written there are declared, those that are not any more are not.
/// Called by an alarm that commits with the definitions. Nobody else calls it, and no heartbeat does, so that nobody waits for itself.
/// </summary>
[GrainType(HeartbeatsTarget.Kind), PreferLocalPlacement]
public sealed class HeartbeatDefinitionsGrain(
    [PersistentState("heartbeat-definitions", LedgerState.Storage)] IPersistentState<Kept<HeartbeatDefinitionsState>> store,
    IDefinitions definitions) : Grain, IAlarmTargetGrain
{
    private const int AtOnce = 16;

    private string Workspace => this.GetPrimaryKeyString();

    public Task<AlarmAnswer> OnAlarmAsync(DueAlarm alarm) => store.AnswerAsync(async () =>
    {
        // A copy that is a little old must not take away what has just been written.
        var wanted = (await definitions.FreshAsync(Workspace)).Of(HeartbeatSection.Key);
        var state = await store.ReadAsync() ?? new();
        ImmutableArray<string> names = [.. wanted.Select(heartbeat => heartbeat.Name)];
        var gone = state.Names.Except(names, StringComparer.Ordinal).ToList();
        // Before any of them is declared: whatever breaks in between, it is known which came from here.
        if (names.Except(state.Names, StringComparer.Ordinal).Any())
            await store.CommitAsync(state with { Names = [.. names.Union(state.Names, StringComparer.Ordinal)] }, LedgerFacts.None);
        foreach (var few in wanted.Chunk(AtOnce)) await Task.WhenAll(few.Select(one => GrainOf(one.Name).DefineAsync(one.Settings)));
        foreach (var few in gone.Chunk(AtOnce)) await Task.WhenAll(few.Select(name => GrainOf(name).UndefineAsync()));
        await store.CommitAsync(state with { Names = names }, new() { Alarms = [alarm.Fired()] });
        return AlarmAnswer.Settled;
    });

    private IHeartbeatGrain GrainOf(string name) => GrainFactory.GetGrain<IHeartbeatGrain>(GrainKeys.Heartbeat(Workspace, name));
}

/// <summary>What is stored of the heartbeats that definitions declare.</summary>
[GenerateSerializer, Immutable, Alias("aisre.heartbeat-definitions-state")]
public sealed record HeartbeatDefinitionsState
{
    [Id(0)] public int Version { get; init; } = 1;

    /// <summary>Names that may have been declared from here.</summary>
    [Id(1)] public ImmutableArray<string> Names { get; init; } = [];
}
