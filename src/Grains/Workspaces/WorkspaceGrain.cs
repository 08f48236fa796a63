using AiSre.Domain;
using AiSre.Domain.Incidents;
using AiSre.Domain.Workspaces;
using AiSre.Grains.Alarms;
using AiSre.Grains.Holds;
using AiSre.Grains.Ledger;
using Orleans.Placement;

namespace AiSre.Grains.Workspaces;

/// <summary>
/// Its place in the list is a row, which comes with the first delivery; what is said of it is a document, which most have not.
/// </summary>
[GrainType(WorkspaceDocuments.State), PreferLocalPlacement]
public sealed partial class WorkspaceGrain(
    [PersistentState("workspace", LedgerState.Storage)] IPersistentState<Kept<WorkspaceState>> store, ILedger ledger, IIncidentReads incidents,
    IWorkspaceReads reads, WorkspaceHolds holds, TimeProvider clock)
    : Grain, IWorkspaceGrain, IAlarmTargetGrain
{
    private static readonly WorkspaceState Nothing = new();

    /// <summary>Its row, once it is known to be there.</summary>
    private StoredWorkspace? known;

    private string Id => this.GetPrimaryKeyString();

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    public async Task<bool> EnsureAsync(string? name) => await EnterAsync(name) is WorkspaceDoor.Open;

    public async Task<WorkspaceDoor> EnterAsync(string? name)
    {
        var held = await holds.OfAsync(Id);
        if (held is { IsGone: true }) return WorkspaceDoor.Deleted;
        var row = await RowAsync();
        if (row is null && Id != DefaultWorkspace.Id && await incidents.WorkspaceCountAsync() >= IWorkspaceGrain.MaxAutoCreated)
            return WorkspaceDoor.TooMany;
        if (row is null || (name is not null && name != row.Name)) await NameAsync(name, []);
        if (known is null) return WorkspaceDoor.Deleted;
        return held is null ? WorkspaceDoor.Open : WorkspaceDoor.Suspended;
    }

    public async Task<Workspace?> FindAsync()
    {
        var row = await holds.OfAsync(Id) is { IsGone: true } ? await reads.FindAsync(Id) : await RowAsync();
        // It is always there, even if nobody has named it yet.
        if (row is null && Id == DefaultWorkspace.Id) row = new(Id, null, Now, null, IsGone: false);
        return row is null ? null : StoredWorkspaces.Of(row, row.IsGone ? null : await store.ReadAsync());
    }

    public async Task<WorkspaceOutcome> CreateAsync(WorkspaceChange first, string actor)
    {
        if (await FindAsync() is { } there)
            return new(there.Status is WorkspaceStatus.Deleting ? WorkspaceRefusal.Deleting : WorkspaceRefusal.Exists, there);
        if (await holds.OfAsync(Id) is not null) return new(WorkspaceRefusal.Deleting, null);
        await NameAsync(first.Name, [Audit("workspace_created", actor, ("name", first.Name))]);
        if (known is null) return new(WorkspaceRefusal.Deleting, null);
        if (first.Quotas is not null || first.Retention is not null) await ChangeStateAsync(first, actor);
        return new(WorkspaceRefusal.None, await FindAsync());
    }

    public async Task<WorkspaceOutcome> ChangeAsync(WorkspaceChange change, string actor)
    {
        if (await RefusalAsync(mayBeDefault: true) is { } refused) return refused;
        if (change.Name is { } name && name != known?.Name) await NameAsync(name, [Audit("workspace_renamed", actor, ("name", name))]);
        if (change.Quotas is not null || change.Retention is not null) await ChangeStateAsync(change, actor);
        return new(WorkspaceRefusal.None, await FindAsync());
    }

    /// <summary>Null: there is one that can be changed.</summary>
    private async Task<WorkspaceOutcome?> RefusalAsync(bool mayBeDefault = false)
    {
        if (mayBeDefault && Id == DefaultWorkspace.Id && await RowAsync() is null) await NameAsync(null, []);
        var there = await FindAsync();
        return there is null ? new(WorkspaceRefusal.Unknown, null)
            : there.Status is WorkspaceStatus.Deleting ? new(WorkspaceRefusal.Deleting, there)
            : !mayBeDefault && Id == DefaultWorkspace.Id ? new(WorkspaceRefusal.Default, there)
            : null;
    }

    private async ValueTask<StoredWorkspace?> RowAsync() => known ??= await reads.FindAsync(Id);

    /// <summary>Writes the row; null keeps the name that it has. Where the workspace is gone by now, nothing is known of it.</summary>
    private async Task NameAsync(string? name, IEnumerable<AuditRecord> audit)
    {
        var entry = new WorkspaceEntry { Id = Id, Name = name, At = Now, Facts = AuditAlarm.With(Id, new() { Audit = [.. audit] }) };
        await ledger.CommitAsync(entry);
        known = entry.Outcome is LedgerOutcome.Gone ? null : new(Id, name ?? known?.Name, known?.CreatedAt ?? entry.At, null, IsGone: false);
    }

    private Task<bool> ChangeStateAsync(WorkspaceChange change, string actor) => store.RetryOnConflictAsync(async () =>
    {
        var before = await store.ReadAsync() ?? Nothing;
        var next = before with { Quotas = change.Quotas ?? before.Quotas, Retention = change.Retention ?? before.Retention };
        if (next == before) return true;
        var record = Audit(
            "workspace_changed", actor, ("alerts_per_minute", next.Quotas.AlertsPerMinute),
            ("deliveries_per_minute", next.Quotas.DeliveriesPerMinute), ("stored_incidents", next.Quotas.StoredIncidents),
            ("model_calls_per_day", next.Quotas.ModelCallsPerDay),
            ("channels", next.Quotas.Channels), ("incident_days", next.Retention.IncidentDays), ("message_days", next.Retention.MessageDays),
            ("audit_days", next.Retention.AuditDays));
        return await store.CommitAsync(next, new() { Audit = [record], Alarms = [RetentionAlarm(next)] });
    });

    private AuditRecord Audit(string action, string actor, params ReadOnlySpan<(string, object?)> detail) =>
        new(actor, action, WorkspaceDocuments.State, Id, Now, EventPayload.Of(detail));
}
