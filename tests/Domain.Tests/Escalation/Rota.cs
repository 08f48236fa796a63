using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Escalation;
using AiSre.Domain.Definitions.OnCall;
using AiSre.Domain.Escalation;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;
using AiSre.Domain.OnCall;
using AiSre.Integrations.Email;
using AiSre.Integrations.PagerDuty;
using AiSre.Integrations.Slack;

namespace AiSre.Domain.Tests.Escalation;

/// <summary>A small company: dave is on call, eve is the contact, ann is the admin.</summary>
internal static class Rota
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public static readonly EscalationPolicy Payments = new()
    {
        Name = "payments-default",
        Services = ["payments"],
        Severities = [Severity.Critical, Severity.High],
        Levels =
        [
            new() { AfterMinutes = 0, Targets = ["schedule:payments-team"], Channels = ["slack", "pagerduty"] },
            new() { AfterMinutes = 15, Targets = ["contact:payments-team"], Channels = ["slack", "email"] },
            new() { AfterMinutes = 30, Targets = ["role:admin"], Channels = ["email"] },
        ],
        CycleMinutes = 45,
        Repeat = 2,
        AckTimeoutMinutes = 60,
    };

    public static readonly WorkspaceDefinitions Company = new()
    {
        Teams = WorkspaceDefinitions.Empty.Teams.Add("payments-team", new Team { Name = "payments-team", Services = ["payments"] })
            .Add("everybody", new Team { Name = "everybody", Services = ["*"] }),
        People = WorkspaceDefinitions.Empty.People
            .Add("dave", new Person { Id = "dave" }.At("email", "dave@x.test").At("slack", "U1"))
            .Add("eve", new Person { Id = "eve" }.At("email", "eve@x.test"))
            .Add("ann", new Person { Id = "ann", IsAdmin = true }.At("email", "ann@x.test")),
        Policies = [Payments],
        Routes = new()
        {
            DefaultRules = ImmutableDictionary<Severity, ImmutableArray<string>>.Empty
                .Add(Severity.Critical, ["slack", "pagerduty", "email"]).Add(Severity.High, ["slack", "email"]).Add(Severity.Warning, ["slack"])
                .Add(Severity.Info, ["log"]),
        },
        Channels = WorkspaceDefinitions.Empty.Channels
            .Add("slack", new SlackChannel { Name = "slack", Token = "t", Channel = "#ops" })
            .Add("pagerduty",
                new PagerDutyChannel { Name = "pagerduty", RoutingKeys = ImmutableDictionary<string, string>.Empty.Add("default", "k") })
            .Add("email", new EmailChannel { Name = "email", Host = "mail.test", From = "sre@x.test", To = ["ops@x.test"] }),
    };

    public static (string? OnCall, string? Contact) Duty(Team team, DateTimeOffset at) => ("dave", "eve");

    public static (string? OnCall, string? Contact) Gap(Team team, DateTimeOffset at) => (null, null);

    public static TellContext Around(
        DateTimeOffset now, WhoIsOnCall? duty = null, WorkspaceDefinitions? definitions = null, string? from = null) => new()
    {
        Definitions = definitions ?? Company, Now = now, Duty = duty ?? Duty, PublicUrl = "http://sre.test", From = from,
    };

    public static Incident Incident(Severity severity = Severity.Critical, string service = "payments") => new()
    {
        Id = "inc-1", Workspace = "ws", Title = "Checkout fails", Severity = severity, Source = "alertmanager", Adapter = AlertSource.Alertmanager,
        CreatedAt = Noon,
        Subject = new AlertSubject { Service = service }, Alerts = [new("a", Firing: true)],
    };

    /// <summary>The incident after its alarm at an instant, as if it had been called in time.</summary>
    public static (Incident Incident, IncidentReaction Reaction) Wake(
        this Incident incident, DateTimeOffset now, DateTimeOffset? dueAt = null, TellContext? context = null)
    {
        var reaction = EscalationAlarmRules.Escalate(incident, dueAt ?? now, context ?? Around(now));
        return (reaction.Change.Incident, reaction);
    }

    public static IEnumerable<string> Where(this IncidentReaction reaction) =>
        reaction.Messages.Select(message => $"{message.Channel}/{message.Address}");

    public static IEnumerable<string> Outcomes(this Incident incident) =>
        incident.Escalation!.Fired.Select(step => $"{step.Cycle}.{step.Level} {step.Outcome}");
}
