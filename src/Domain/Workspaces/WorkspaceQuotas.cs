namespace AiSre.Domain.Workspaces;

/// <summary>How much of the platform a workspace may use. Null: as much as the platform's default says.</summary>
[GenerateSerializer, Immutable, Alias("aisre.workspace-quotas")]
public sealed record WorkspaceQuotas
{
    /// <summary>Alerts that its keys may send a minute, repeats counted.</summary>
    [Id(0)] public int? AlertsPerMinute { get; init; }

    /// <summary>Deliveries (requests) that its keys may send a minute; high-volume senders put many alerts in one.</summary>
    [Id(1)] public int? DeliveriesPerMinute { get; init; }

    /// <summary>Incidents kept; beyond it the oldest that are over go early. Open ones are never dropped.</summary>
    [Id(2)] public int? StoredIncidents { get; init; }

    /// <summary>Questions to a chat model a day; 0: none.</summary>
    [Id(3)] public int? ModelCallsPerDay { get; init; }

    /// <summary>Notification channels that it may define.</summary>
    [Id(4)] public int? Channels { get; init; }
}
