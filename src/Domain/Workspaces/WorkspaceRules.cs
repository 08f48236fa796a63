namespace AiSre.Domain.Workspaces;

/// <summary>What may be said of a workspace.</summary>
public static class WorkspaceRules
{
    public const int LongestName = 128;

    public const int LongestReason = 500;

    /// <summary>What was done must be known for longer than a year.</summary>
    public const int LeastAuditDays = 400;

    /// <summary>A century, so that no instant is beyond what a calendar has.</summary>
    public const int MostDays = 36_500;

    /// <summary>The first quota that makes no sense, by its name in JSON; null when all do.</summary>
    public static WorkspaceProblem? Problem(WorkspaceQuotas quotas) =>
        Least("alerts_per_minute", quotas.AlertsPerMinute, 1) ?? Least("deliveries_per_minute", quotas.DeliveriesPerMinute, 1)
        ?? Least("stored_incidents", quotas.StoredIncidents, 1) ?? Least("model_calls_per_day", quotas.ModelCallsPerDay, 0)
        ?? Least("channels", quotas.Channels, 0);

    /// <summary>The first time that makes no sense, by its name in JSON; null when all do.</summary>
    public static WorkspaceProblem? Problem(WorkspaceRetention retention) =>
        Days("incident_days", retention.IncidentDays, 1) ?? Days("message_days", retention.MessageDays, 1)
        ?? Days("audit_days", retention.AuditDays, LeastAuditDays);

    /// <summary>Whether something is to be dropped by age or number, so that somebody must look once a day.</summary>
    public static bool Forgets(WorkspaceQuotas quotas, WorkspaceRetention retention) =>
        quotas.StoredIncidents is not null || retention != new WorkspaceRetention();

    private static WorkspaceProblem? Least(string field, int? number, int least) =>
        number < least ? new(field, FormattableString.Invariant($"Must be at least {least}; null is the platform's default.")) : null;

    private static WorkspaceProblem? Days(string field, int? days, int least) => days < least || days > MostDays
        ? new(field, FormattableString.Invariant($"Must be from {least} to {MostDays} days; null keeps for ever."))
        : null;
}

/// <param name="Field">By its name in JSON.</param>
/// <param name="Message">What it must be.</param>
public sealed record WorkspaceProblem(string Field, string Message);
