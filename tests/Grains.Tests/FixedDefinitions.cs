using System.Collections.Concurrent;
using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Escalation;
using AiSre.Domain.Definitions.OnCall;
using AiSre.Grains.Definitions;
using AiSre.Integrations.Email;
using AiSre.Integrations.PagerDuty;
using AiSre.Integrations.Slack;

namespace AiSre.Grains.Tests;

/// <summary>Definitions as a test puts them.</summary>
internal sealed class FixedDefinitions : IDefinitions
{
    private readonly ConcurrentDictionary<string, WorkspaceDefinitions> definitions = [];
    private IDefinitions? kept;

    /// <summary>Of workspaces that no test has put any for, those that their grain keeps.</summary>
    public FixedDefinitions Over(IDefinitions kept)
    {
        this.kept = kept;
        return this;
    }

    public void Put(string workspace, WorkspaceDefinitions definitions) => this.definitions[workspace] = definitions;

    public ValueTask<WorkspaceDefinitions> OfAsync(string workspace) =>
        this.definitions.TryGetValue(workspace, out var put) ? new(put) : this.kept!.OfAsync(workspace);

    public ValueTask<WorkspaceDefinitions> FreshAsync(string workspace) =>
        this.definitions.TryGetValue(workspace, out var put) ? new(put) : this.kept!.FreshAsync(workspace);

    public ValueTask<WorkspaceDefinitions> AtAsync(string workspace, DateTimeOffset at) =>
        this.definitions.TryGetValue(workspace, out var put) ? new(put) : this.kept!.AtAsync(workspace, at);
}

/// <summary>A small company: dave is on call for everything, eve is the contact, ann is the admin.</summary>
internal static class Company
{
    public static readonly EscalationPolicy Policy = new()
    {
        Name = "all",
        Levels =
        [
            new() { AfterMinutes = 0, Targets = ["schedule:ops"], Channels = ["slack", "pagerduty"] },
            new() { AfterMinutes = 15, Targets = ["contact:ops"], Channels = ["email"] },
            new() { AfterMinutes = 30, Targets = ["role:admin"], Channels = ["email"] },
        ],
        AckTimeoutMinutes = 60,
    };

    public static readonly WorkspaceDefinitions Definitions = new()
    {
        Teams = WorkspaceDefinitions.Empty.Teams.Add("ops", new Team
        {
            Name = "ops", Services = ["*"], EscalationContact = "eve", Layers = [new() { Name = "primary", TimeZone = "UTC", Members = ["dave"] }],
        }),
        People = WorkspaceDefinitions.Empty.People
            .Add("dave", new Person { Id = "dave" }.At("email", "dave@x.test").At("slack", "U1"))
            .Add("eve", new Person { Id = "eve" }.At("email", "eve@x.test"))
            .Add("ann", new Person { Id = "ann", IsAdmin = true }.At("email", "ann@x.test")),
        Policies = [Policy],
        Routes = new()
        {
            DefaultRules = ImmutableDictionary<Severity, ImmutableArray<string>>.Empty
                .Add(Severity.Critical, ["slack", "pagerduty"]).Add(Severity.High, ["slack"]).Add(Severity.Warning, ["slack"]).Add(Severity.Info, []),
        },
        Channels = WorkspaceDefinitions.Empty.Channels
            .Add("slack", new SlackChannel { Name = "slack", Token = "t", Channel = "#ops" })
            .Add("pagerduty", new PagerDutyChannel
            {
                Name = "pagerduty", RoutingKeys = ImmutableDictionary<string, string>.Empty.Add("default", "k"),
            })
            .Add("email", new EmailChannel { Name = "email", Host = "mail.test", From = "sre@x.test", To = ["ops@x.test"] }),
    };
}
