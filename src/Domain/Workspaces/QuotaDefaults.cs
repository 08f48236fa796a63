namespace AiSre.Domain.Workspaces;

/// <summary>What holds for a workspace of which nothing was said.</summary>
public static class QuotaDefaults
{
    public const int DeliveriesPerMinute = 6_000;

    public const int ModelCallsPerDay = 200;

    /// <summary>Null: no limit. Settings of the platform may say otherwise of the numbers that are here.</summary>
    public static readonly WorkspaceQuotas Value = new() { DeliveriesPerMinute = DeliveriesPerMinute, ModelCallsPerDay = ModelCallsPerDay };

    /// <summary>What is said, and the default of what is not.</summary>
    public static WorkspaceQuotas InForce(WorkspaceQuotas said) => new()
    {
        AlertsPerMinute = said.AlertsPerMinute ?? Value.AlertsPerMinute,
        DeliveriesPerMinute = said.DeliveriesPerMinute ?? Value.DeliveriesPerMinute,
        StoredIncidents = said.StoredIncidents ?? Value.StoredIncidents,
        ModelCallsPerDay = said.ModelCallsPerDay ?? Value.ModelCallsPerDay,
        Channels = said.Channels ?? Value.Channels,
    };
}
