using AiSre.Domain.Workspaces;
using AiSre.Grains.Actions;
using AiSre.Grains.Alarms;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Workspaces;

/// <summary>Once a day what is too old or too much goes, a few rows at a time.</summary>
public sealed partial class WorkspaceGrain
{
    private const string Retention = "retention";

    /// <summary>Incidents that go in one commit, with all that belongs to them.</summary>
    private const int IncidentsAtOnce = 20;

    /// <summary>Commits of one call: it is over long before its caller gives up, and others take their turns in between.</summary>
    private const int CommitsAtOnce = 25;

    private static readonly TimeSpan Period = TimeSpan.FromDays(1);

    public Task<AlarmAnswer> OnAlarmAsync(DueAlarm alarm) => store.AnswerAsync(async () =>
    {
        var state = await store.ReadAsync() ?? Nothing;
        if (!WorkspaceRules.Forgets(state.Quotas, state.Retention)) return AlarmAnswer.Obsolete;
        var isDone = await ForgetAsync(state);
        var next = clock.GetUtcNow() + (isDone ? Period : TimeSpan.Zero);
        await ledger.CommitAsync(new FactsEntry(new AlarmTarget(WorkspaceDocuments.State, Id, ""))
        {
            Facts = new() { Alarms = [alarm.Fired(), AlarmSet.At(Retention, next)] },
        });
        return AlarmAnswer.Settled;
    });

    /// <returns>False: there is more.</returns>
    private async Task<bool> ForgetAsync(WorkspaceState state)
    {
        var (left, erased) = (CommitsAtOnce, 0);
        var (now, (retention, quotas)) = (clock.GetUtcNow(), (state.Retention, state.Quotas));
        for (; retention.IncidentDays is { } days && left > 0 && await EraseAsync(Before(days), IncidentsAtOnce); left--) erased++;
        if (quotas.StoredIncidents is { } most)
        {
            for (var over = (await reads.IncidentsAsync(Id)).All - most; over > 0 && left > 0; over -= IncidentsAtOnce, left--, erased++)
                if (!await EraseAsync(now.ToUnixTimeMilliseconds(), (int)Math.Min(over, IncidentsAtOnce))) break;
        }
        // It reads them when it starts, and is told of none that goes.
        if (erased > 0) await Activations.EndAsync(GrainFactory, "incident-history", Id);
        if (retention.MessageDays is { } sent) left = await EraseAsync("outbox", Before(sent), left);
        if (retention.AuditDays is { } kept)
        {
            left = await EraseAsync("actions", Before(kept), left);
            if (await GrainFactory.GetGrain<IAuditChainGrain>(Id).ForgetAsync(now - TimeSpan.FromDays(kept)) is { } through)
                left = await EraseAsync("audit", through, left);
        }
        return left > 0;

        long Before(int days) => (now - TimeSpan.FromDays(days)).ToUnixTimeMilliseconds();
    }

    /// <returns>False: there is none left, or they were opened again meanwhile.</returns>
    private async Task<bool> EraseAsync(long before, int limit)
    {
        if (await reads.ResolvedBeforeAsync(Id, before, limit) is not { Length: > 0 } ids) return false;
        var entry = new EraseIncidents { Workspace = Id, Ids = ids };
        await ledger.CommitAsync(entry);
        foreach (var id in ids) await Activations.EndAsync(GrainFactory, IncidentTarget.Kind, GrainKeys.Incident(Id, id));
        return entry.Erased > 0;
    }

    /// <returns>How many commits are left to make.</returns>
    private async Task<int> EraseAsync(string table, long before, int left)
    {
        for (; left > 0; left--)
        {
            var entry = new EraseRows { Workspace = Id, Table = table, Before = before };
            await ledger.CommitAsync(entry);
            if (entry.Erased < entry.Limit) break;
        }
        return left;
    }

    private AlarmChange RetentionAlarm(WorkspaceState state) =>
        WorkspaceRules.Forgets(state.Quotas, state.Retention) ? AlarmSet.At(Retention, clock.GetUtcNow()) : new AlarmClear(Retention);
}
