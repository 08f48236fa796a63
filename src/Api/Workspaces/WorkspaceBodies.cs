using AiSre.Domain.Workspaces;
using AiSre.Grains.Workspaces;

namespace AiSre.Api.Workspaces;

/// <param name="Id">1 to 64 letters, digits, <c>-</c> or <c>_</c>; one that was deleted is never used again.</param>
/// <param name="Name">For people, 1 to 128 characters.</param>
/// <param name="Quotas">Without them the platform's defaults.</param>
/// <param name="Retention">Without it nothing goes by its age.</param>
public sealed record CreateWorkspaceRequest(string Id, string? Name = null, QuotasBody? Quotas = null, RetentionBody? Retention = null)
{
    internal WorkspaceChange ToChange(string? name) => new() { Name = name, Quotas = Quotas?.ToQuotas(), Retention = Retention?.ToRetention() };
}

/// <param name="Name">For people, 1 to 128 characters.</param>
/// <param name="Quotas">Take the place of all of them. For keys that belong to no workspace.</param>
/// <param name="Retention">Takes the place of all of it.</param>
public sealed record ChangeWorkspaceRequest(string? Name = null, QuotasBody? Quotas = null, RetentionBody? Retention = null)
{
    internal WorkspaceChange ToChange(string? name) => new() { Name = name, Quotas = Quotas?.ToQuotas(), Retention = Retention?.ToRetention() };
}

/// <param name="Reason">For its senders and people, 1 to 500 characters.</param>
public sealed record SuspendWorkspaceRequest(string Reason);

/// <summary>Null in a request: the platform's default. Null in an answer: no limit.</summary>
/// <param name="AlertsPerMinute">At least 1.</param>
/// <param name="DeliveriesPerMinute">At least 1.</param>
/// <param name="StoredIncidents">At least 1; the oldest that are resolved go when there are more.</param>
/// <param name="ModelCallsPerDay">At least 0.</param>
/// <param name="Channels">At least 0.</param>
public sealed record QuotasBody(
    int? AlertsPerMinute = null, int? DeliveriesPerMinute = null, int? StoredIncidents = null, int? ModelCallsPerDay = null, int? Channels = null)
{
    internal WorkspaceQuotas ToQuotas() => new()
    {
        AlertsPerMinute = AlertsPerMinute,
        DeliveriesPerMinute = DeliveriesPerMinute,
        StoredIncidents = StoredIncidents,
        ModelCallsPerDay = ModelCallsPerDay,
        Channels = Channels,
    };

    internal static QuotasBody From(WorkspaceQuotas quotas) => new(
        quotas.AlertsPerMinute, quotas.DeliveriesPerMinute, quotas.StoredIncidents, quotas.ModelCallsPerDay, quotas.Channels);
}

/// <summary>Days after which what is over is dropped; null: never, or when the platform drops it by itself.</summary>
/// <param name="IncidentDays">Since they were resolved, 1 to 36,500.</param>
/// <param name="MessageDays">Since they were sent, 1 to 36,500.</param>
/// <param name="AuditDays">400 to 36,500.</param>
public sealed record RetentionBody(int? IncidentDays = null, int? MessageDays = null, int? AuditDays = null)
{
    internal WorkspaceRetention ToRetention() => new() { IncidentDays = IncidentDays, MessageDays = MessageDays, AuditDays = AuditDays };

    internal static RetentionBody From(WorkspaceRetention retention) => new(retention.IncidentDays, retention.MessageDays, retention.AuditDays);
}

public sealed record WorkspaceListResponse(IReadOnlyList<WorkspaceResponse> Workspaces, int Count, string? NextCursor);

/// <param name="Status"><c>active</c>, <c>suspended</c> or <c>deleting</c>.</param>
/// <param name="Reason">Why it is suspended.</param>
/// <param name="Quotas">As they are in force.</param>
/// <param name="OwnQuotas">What of them was set; null is the default.</param>
public sealed record WorkspaceResponse(
    string Id, string? Name, DateTimeOffset CreatedAt, string Status, string? Reason, QuotasBody Quotas, QuotasBody OwnQuotas,
    RetentionBody Retention)
{
    internal static WorkspaceResponse From(Workspace workspace) => new(
        workspace.Id, workspace.Name, workspace.CreatedAt, WordOf(workspace.Status), workspace.Reason,
        QuotasBody.From(QuotaDefaults.InForce(workspace.Quotas)), QuotasBody.From(workspace.Quotas), RetentionBody.From(workspace.Retention));

    private static string WordOf(WorkspaceStatus status) => status switch
    {
        WorkspaceStatus.Suspended => "suspended",
        WorkspaceStatus.Deleting => "deleting",
        _ => "active",
    };
}

/// <param name="Incidents">All that are stored.</param>
/// <param name="OpenIncidents">Those that are not resolved.</param>
/// <param name="ModelCallsToday">Since midnight, UTC.</param>
/// <param name="Channels">That are defined.</param>
/// <param name="Keys">That count.</param>
/// <param name="RowsLeft">While it is deleted: what is still there.</param>
public sealed record WorkspaceUsageResponse(
    string Id, long Incidents, long OpenIncidents, int ModelCallsToday, int Channels, int Keys, long? RowsLeft)
{
    internal static WorkspaceUsageResponse From(string id, WorkspaceUsage usage) => new(
        id, usage.Incidents, usage.OpenIncidents, usage.ModelCallsToday, usage.Channels, usage.Keys, usage.RowsLeft);
}
