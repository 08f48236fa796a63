using AiSre.Domain.Incidents;
using AiSre.Grains.Alarms;
using AiSre.Grains.Holds;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Workspaces;

/// <summary>
/// Empties one table after the other, a few rows a commit. What was under way when it began may still come in, so it goes over all of them again
/// until a pass that began late enough has found nothing; then the workspace leaves the list, and its mark stays.
/// </summary>
[GrainType(ErasureMark.Kind)]
public sealed class WorkspaceErasureGrain(
    [PersistentState("erasure", LedgerState.Storage)] IPersistentState<Kept<ErasureState>> store, ILedger ledger, WorkspaceHolds holds,
    TimeProvider clock)
    : Grain, IWorkspaceErasureGrain, IAlarmTargetGrain
{
    private const string Erase = "erase";

    /// <summary>Commits of one call; others of the ledger take their turns in between.</summary>
    private const int CommitsAtOnce = 20;

    private static readonly TimeSpan NextPass = TimeSpan.FromSeconds(2);

    private string Erased => GrainKeys.Parse(this.GetPrimaryKeyString()).Name;

    public Task EraseAsync(string actor) => store.RetryOnConflictAsync(async () =>
    {
        if (await store.ReadAsync() is not null) return true;
        var now = clock.GetUtcNow();
        await store.CommitAsync(
            new ErasureState { By = actor, At = now, PassAt = now },
            new() { Audit = [Audit("workspace_deleted", actor, now)], Alarms = [AlarmSet.At(Erase, now)] });
        holds.Outdate();
        return true;
    });

    public Task<AlarmAnswer> OnAlarmAsync(DueAlarm alarm) => store.AnswerAsync(async () =>
    {
        if (await store.ReadAsync() is not { DoneAt: null } state) return AlarmAnswer.Obsolete;
        if (state.Table == 0) await Activations.EndAllAsync(GrainFactory, Erased);
        var next = await StepAsync(state);
        var now = clock.GetUtcNow();
        if (next.Table < EraseRows.Tables.Length)
            return await CommitAsync(next, new() { Alarms = [alarm.Fired(), AlarmSet.At(Erase, now)] });
        if (next.FoundInPass > 0 || next.PassAt < next.At + ErasureMark.KnownAfter)
        {
            var begin = Latest(now + NextPass, next.At + ErasureMark.KnownAfter);
            return await CommitAsync(
                next with { Table = 0, FoundInPass = 0, PassAt = begin }, new() { Alarms = [alarm.Fired(), AlarmSet.At(Erase, begin)] });
        }
        await ledger.CommitAsync(new EraseRows { Workspace = Erased, Table = EraseRows.List });
        await Activations.EndAllAsync(GrainFactory, Erased);
        return await CommitAsync(
            next with { DoneAt = now },
            new() { Audit = [Audit("workspace_erased", "system", now, ("rows", next.Rows))], Alarms = [alarm.Fired()] });
    });

    private async Task<ErasureState> StepAsync(ErasureState state)
    {
        for (var left = CommitsAtOnce; left > 0 && state.Table < EraseRows.Tables.Length; left--)
        {
            var entry = new EraseRows { Workspace = Erased, Table = EraseRows.Tables[state.Table] };
            await ledger.CommitAsync(entry);
            state = state with
            {
                Table = entry.Erased < entry.Limit ? state.Table + 1 : state.Table,
                Rows = state.Rows + entry.Erased, FoundInPass = state.FoundInPass + entry.Erased,
            };
        }
        return state;
    }

    private async Task<AlarmAnswer> CommitAsync(ErasureState next, LedgerFacts facts)
    {
        await store.CommitAsync(next, facts);
        return AlarmAnswer.Settled;
    }

    private AuditRecord Audit(string action, string actor, DateTimeOffset at, params ReadOnlySpan<(string, object?)> detail) =>
        new(actor, action, WorkspaceDocuments.State, Erased, at.ToUnixTimeMilliseconds(), EventPayload.Of(detail));

    private static DateTimeOffset Latest(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}

/// <summary>That a workspace was deleted, and how far that is.</summary>
[GenerateSerializer, Immutable, Alias("aisre.erasure-state")]
public sealed record ErasureState
{
    [Id(0)] public int Version { get; init; } = 1;

    /// <summary>Who deleted it.</summary>
    [Id(1)] public required string By { get; init; }

    [Id(2)] public required DateTimeOffset At { get; init; }

    /// <summary>When the pass began, or is to begin.</summary>
    [Id(3)] public required DateTimeOffset PassAt { get; init; }

    /// <summary>Which table is next in this pass.</summary>
    [Id(4)] public int Table { get; init; }

    [Id(5)] public long FoundInPass { get; init; }

    /// <summary>All that were erased.</summary>
    [Id(6)] public long Rows { get; init; }

    /// <summary>Nothing is left since then.</summary>
    [Id(7)] public DateTimeOffset? DoneAt { get; init; }
}
