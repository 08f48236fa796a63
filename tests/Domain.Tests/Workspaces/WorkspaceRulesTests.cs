using AiSre.Domain.Workspaces;

namespace AiSre.Domain.Tests.Workspaces;

public sealed class WorkspaceRulesTests
{
    public static TheoryData<WorkspaceQuotas, string> WrongQuotas => new()
    {
        { new() { AlertsPerMinute = 0 }, "alerts_per_minute" }, { new() { DeliveriesPerMinute = -1 }, "deliveries_per_minute" },
        { new() { StoredIncidents = 0 }, "stored_incidents" }, { new() { ModelCallsPerDay = -1 }, "model_calls_per_day" },
        { new() { Channels = -1 }, "channels" },
    };

    public static TheoryData<WorkspaceRetention, string> WrongRetention => new()
    {
        { new() { IncidentDays = 0 }, "incident_days" }, { new() { MessageDays = 0 }, "message_days" }, { new() { AuditDays = 399 }, "audit_days" },
        { new() { IncidentDays = 36_501 }, "incident_days" },
    };

    [Theory, MemberData(nameof(WrongQuotas), DisableDiscoveryEnumeration = true)]
    public void A_quota_that_makes_no_sense_is_named(WorkspaceQuotas quotas, string field) =>
        Assert.Equal(field, WorkspaceRules.Problem(quotas)!.Field);

    [Theory, MemberData(nameof(WrongRetention), DisableDiscoveryEnumeration = true)]
    public void A_time_that_makes_no_sense_is_named(WorkspaceRetention retention, string field) =>
        Assert.Equal(field, WorkspaceRules.Problem(retention)!.Field);

    [Fact]
    public void The_least_and_none_at_all_are_fine()
    {
        Assert.Null(WorkspaceRules.Problem(new WorkspaceQuotas()));
        Assert.Null(WorkspaceRules.Problem(new WorkspaceQuotas
        {
            AlertsPerMinute = 1, DeliveriesPerMinute = 1, StoredIncidents = 1, ModelCallsPerDay = 0, Channels = 0,
        }));
        Assert.Null(WorkspaceRules.Problem(new WorkspaceRetention()));
        Assert.Null(WorkspaceRules.Problem(new WorkspaceRetention { IncidentDays = 1, MessageDays = 1, AuditDays = 400 }));
    }

    [Fact]
    public void Only_where_something_goes_by_age_or_number_somebody_looks()
    {
        Assert.False(WorkspaceRules.Forgets(new() { AlertsPerMinute = 5 }, new()));
        Assert.True(WorkspaceRules.Forgets(new() { StoredIncidents = 5 }, new()));
        Assert.True(WorkspaceRules.Forgets(new(), new() { MessageDays = 5 }));
    }

    [Fact]
    public void What_is_not_said_is_the_default()
    {
        Assert.Equal(QuotaDefaults.Value, QuotaDefaults.InForce(new()));
        var said = new WorkspaceQuotas { AlertsPerMinute = 1, DeliveriesPerMinute = 2, StoredIncidents = 3, ModelCallsPerDay = 0, Channels = 0 };
        Assert.Equal(said, QuotaDefaults.InForce(said));
    }

    [Fact]
    public void Of_a_suspended_workspace_the_audit_is_sealed_and_nothing_else_is_done()
    {
        var suspended = new HeldWorkspace(WorkspaceStatus.Suspended);
        Assert.False(SuspensionRules.Holds(null, "incident"));
        Assert.True(SuspensionRules.Holds(suspended, "incident"));
        Assert.False(SuspensionRules.Holds(suspended, "audit-chain"));
        Assert.True(SuspensionRules.Holds(new(WorkspaceStatus.Deleting), "audit-chain"));
    }
}
