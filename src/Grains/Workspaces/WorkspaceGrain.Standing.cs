using AiSre.Domain.Access;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Workspaces;
using AiSre.Grains.Chat;
using AiSre.Grains.Definitions;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Workspaces;

/// <summary>Whether it goes on, and how much it uses.</summary>
public sealed partial class WorkspaceGrain
{
    public Task<WorkspaceOutcome> SuspendAsync(string reason, string actor) => store.RetryOnConflictAsync(async () =>
    {
        if (await RefusalAsync() is { } refused) return refused;
        var before = await store.ReadAsync() ?? Nothing;
        if (before is { Status: WorkspaceStatus.Suspended } && before.Reason == reason) return new(WorkspaceRefusal.None, await FindAsync());
        return await StandAsync(
            before with { Status = WorkspaceStatus.Suspended, Reason = reason }, Audit("workspace_suspended", actor, ("reason", reason)));
    });

    public Task<WorkspaceOutcome> ResumeAsync(string actor) => store.RetryOnConflictAsync(async () =>
    {
        if (await RefusalAsync(mayBeDefault: true) is { } refused) return refused;
        var before = await store.ReadAsync() ?? Nothing;
        if (before.Status is WorkspaceStatus.Active) return new(WorkspaceRefusal.None, await FindAsync());
        return await StandAsync(before with { Status = WorkspaceStatus.Active, Reason = null }, Audit("workspace_resumed", actor));
    });

    public async Task<WorkspaceOutcome> DeleteAsync(string actor)
    {
        if (await RefusalAsync() is { } refused)
            return refused.Refusal is WorkspaceRefusal.Deleting ? refused with { Refusal = WorkspaceRefusal.None } : refused;
        await GrainFactory.GetGrain<IWorkspaceErasureGrain>(GrainKeys.Erasure(Id)).EraseAsync(actor);
        holds.Outdate();
        known = null;
        return new(WorkspaceRefusal.None, await FindAsync());
    }

    public async Task<WorkspaceUsage?> UsageAsync()
    {
        if (await FindAsync() is not { } there) return null;
        var (all, open) = await reads.IncidentsAsync(Id);
        if (there.Status is WorkspaceStatus.Deleting)
            return new() { Incidents = all, OpenIncidents = open, RowsLeft = await reads.RowsAsync(Id) };
        var defined = (await GrainFactory.GetGrain<IDefinitionsGrain>(Id).ShowAsync()).Summary;
        return new()
        {
            Incidents = all,
            OpenIncidents = open,
            Channels = defined?.Channels.Count(channel => channel.Type != LogChannel.ChannelName) ?? 0,
            Keys = KeyRules.Counting(await GrainFactory.GetGrain<IWorkspaceKeysGrain>(Id).ListAsync(), clock.GetUtcNow()),
            ModelCallsToday = await GrainFactory.GetGrain<IChatUseGrain>(Id).CallsTodayAsync(),
        };
    }

    /// <summary>Commits with what all processes ask for.</summary>
    private async Task<WorkspaceOutcome> StandAsync(WorkspaceState next, AuditRecord record)
    {
        var held = next.Status is WorkspaceStatus.Active ? null : DocumentText.Write(new HeldWorkspace(next.Status, next.Reason));
        await store.CommitAsync(next, new() { Audit = [record], Attachments = [new(WorkspaceDocuments.Held, "", held)] });
        holds.Outdate();
        return new(WorkspaceRefusal.None, await FindAsync());
    }
}
