using AiSre.Console.Workspaces;
using AiSre.Domain.Workspaces;
using AiSre.Grains.Workspaces;

namespace AiSre.Api.Tests.Console;

/// <summary>What stands in the forms of workspaces, and what is made of it.</summary>
public sealed class WorkspaceFormTests
{
    [Fact]
    public void Name_and_retention_are_read_and_shown_as_they_were_kept()
    {
        var change = new WorkspaceSettingsDraft { Name = "Acme", IncidentDays = "90", AuditDays = "400" }.Read(null, out _);
        Assert.Equal(new WorkspaceChange { Name = "Acme", Retention = new() { IncidentDays = 90, AuditDays = 400 } }, change);
        var shown = WorkspaceSettingsDraft.Of(new Workspace
        {
            Id = "acme", CreatedAt = default, Name = change!.Name, Retention = change.Retention!,
        });
        Assert.Equal(("Acme", "90", "", "400"), (shown.Name, shown.IncidentDays, shown.MessageDays, shown.AuditDays));
    }

    [Theory]
    [InlineData("Acme", "0", "", "", "incident_days")]
    [InlineData("Acme", "", "-1", "", "message_days")]
    [InlineData("Acme", "", "", "399", "audit_days")]
    [InlineData("Acme", "36501", "", "", "incident_days")]
    [InlineData("Acme", "1.5", "", "", "incident_days")]
    [InlineData("A\tme", "", "", "", "name")]
    [InlineData("", "", "", "", "name")]
    public void What_is_wrong_is_said_at_its_field(string name, string incidents, string messages, string audit, string field)
    {
        var draft = new WorkspaceSettingsDraft { Name = name, IncidentDays = incidents, MessageDays = messages, AuditDays = audit };
        Assert.Null(draft.Read("Acme", out var said));
        Assert.Equal(field, Assert.Single(said.Problems).Key);
        Assert.Equal(name, said.Name);
    }

    [Fact]
    public void One_that_never_had_a_name_needs_none() => Assert.Null(new WorkspaceSettingsDraft().Read(null, out _)!.Name);

    [Fact]
    public void An_empty_quota_is_the_platforms_and_none_is_none()
    {
        var quotas = new QuotasDraft { Alerts = "600", ModelCalls = "0" }.Read(out _);
        Assert.Equal(new WorkspaceQuotas { AlertsPerMinute = 600, ModelCallsPerDay = 0 }, quotas);
        var shown = QuotasDraft.Of(quotas!);
        Assert.Equal(("600", "", "0"), (shown.Alerts, shown.Incidents, shown.ModelCalls));
    }

    [Theory]
    [InlineData("0", "5", "alerts")]
    [InlineData("5", "many", "model_calls")]
    [InlineData("5", "99999999999", "model_calls")]
    public void A_quota_is_a_number_that_means_something(string alerts, string calls, string field)
    {
        Assert.Null(new QuotasDraft { Alerts = alerts, ModelCalls = calls }.Read(out var said));
        Assert.Equal(field, Assert.Single(said.Problems).Key);
    }

    [Theory]
    [InlineData("acme", true)]
    [InlineData("a b", false)]
    [InlineData("workspaces", false)]
    [InlineData("sign-in", false)]
    public void A_new_one_may_be_called_what_an_address_can_name(string id, bool right)
    {
        var change = new NewWorkspaceDraft { Id = id, Name = "Acme" }.Read(text => !text.Contains(' ', StringComparison.Ordinal), out var said);
        Assert.Equal(right, change is not null);
        Assert.Equal(right, said.ProblemOf("id") is null);
    }

    [Theory]
    [InlineData(5L, 10, "5 of 10", "calm")]
    [InlineData(8L, 10, "8 of 10", "warn")]
    [InlineData(10L, 10, "10 of 10", "crit")]
    [InlineData(1200L, 1000, "1,200 of 1,000", "crit")]
    [InlineData(1200L, null, "1,200", "calm")]
    [InlineData(0L, 0, "0 of 0", "calm")]
    [InlineData(1L, 0, "1 of 0", "crit")]
    [InlineData(null, 600, "at most 600", "calm")]
    [InlineData(null, null, "not counted", "calm")]
    public void What_is_used_is_said_in_words_and_by_a_tone(long? used, int? allowed, string text, string tone)
    {
        var use = new QuotaUse("Alerts", used, allowed);
        Assert.Equal((text, tone), (use.Text, use.Tone));
        Assert.Equal(used is null || allowed is null, use.Share is null);
    }

    [Fact]
    public void Each_quota_stands_beside_what_it_counts()
    {
        var usage = new WorkspaceUsage { Incidents = 1, OpenIncidents = 9, ModelCallsToday = 3, Channels = 4, Keys = 9 };
        var quotas = new WorkspaceQuotas { StoredIncidents = 10, AlertsPerMinute = 20, ModelCallsPerDay = 30, Channels = 40 };
        Assert.Equal(["at most 20", "1 of 10", "3 of 30", "4 of 40"], QuotaUse.Of(quotas, usage).Select(use => use.Text));
    }
}
