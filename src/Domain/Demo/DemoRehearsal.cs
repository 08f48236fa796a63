using System.Collections.Immutable;
using System.Globalization;
using AiSre.Domain.Alerts;
using AiSre.Domain.Demo.Script;
using AiSre.Domain.Deploys;
using AiSre.Domain.Escalation;
using AiSre.Domain.Incidents;
using AiSre.Domain.Silences;

namespace AiSre.Domain.Demo;

/// <summary>
/// Plays a scene through the rules by which silos act: each gets the instant of the story, so that timelines, pages and escalations are those that
/// there would have been. What lies behind now is left to the alarms.
/// </summary>
internal sealed class DemoRehearsal
{
    /// <summary>Timelines that are read: what repeats for days does so more seldom.</summary>
    private const int MostRepeats = 40;

    private readonly DemoStage stage;
    private readonly DemoScene scene;
    private readonly DemoReactions reactions;
    private readonly DemoFlapping flapping;
    private readonly DemoSchedule schedule;

    private DemoRehearsal(DemoStage stage, DemoScene scene)
    {
        (this.stage, this.scene, reactions) = (stage, scene, new(stage, scene));
        flapping = new(reactions);
        schedule = new(reactions.Parts, new DemoAlarms(stage, reactions, flapping).Wake);
    }

    private DemoPart Leader => reactions.Leader;

    /// <summary>The scene's incidents, the one that leads them first.</summary>
    public static ImmutableArray<DemoIncident> Play(DemoStage stage, DemoScene scene) => new DemoRehearsal(stage, scene).Play();

    private ImmutableArray<DemoIncident> Play()
    {
        Open(scene.Alert, scene.At, leader: null, reason: null);
        foreach (var act in scene.Acts) schedule.At(scene.At + act.After, at => Do(act, at));
        foreach (var child in scene.Children)
        {
            schedule.At(scene.At + child.After, at =>
            {
                var part = Open(child.Alert, at, Leader, child.Reason);
                if (child.EndsAfter is { } ends) schedule.At(scene.At + ends, end => flapping.End(part, end));
            });
        }
        schedule.RunUntil(stage.Now);
        return [.. reactions.Parts.Select(part => part.Finish(DemoAlarms.OfSilos))];
    }

    private DemoPart Open(DemoAlert alert, DateTimeOffset at, DemoPart? leader, string? reason)
    {
        var (signal, body) = DemoBodies.Of(alert, at);
        var identity = IdentityKey.Of(signal) ?? throw new InvalidOperationException($"The demo's alert {alert.Name} has no identity.");
        var change = IncidentBirth.Of(signal, stage.NewId("inc-", at), DemoStory.Workspace, identity, null, at)
            .Then(i => SilenceRules.Mark(i, SilenceRules.MarkFor(i, stage.Silences, at), null, at))
            .Then(i => DeployCorrelation.Correlate(i, DeployNear(i), at));
        var part = new DemoPart(
            new()
            {
                Opened = change.Incident, Now = change.Incident, Signal = signal, Body = body, Identity = identity, Count = 1, LastSeen = at,
                ParentId = leader?.Incident.Id, Reason = reason,
            },
            leader);
        part.Say(change.Events);
        reactions.Add(part);
        if (change.Incident.Silenced is { } mark) part.Wakes[DemoPart.Silence] = mark.Until;
        if (leader is null) part.Wakes[IncidentWake.Escalation] = ReactionRules.StartAt(part.Incident.Severity, at);
        else part.Wakes[IncidentWake.Group] = AsksAtOnce(part, leader) ? at + ChildPages.ParentTakes : at + GroupRules.Lasting;
        if (alert.Own is null) RepeatFrom(part, at);
        return part;
    }

    private Deploy? DeployNear(Incident incident) => DeployRules.Latest(
        stage.Deploys, DeployTarget.Of(incident.Subject), DeployCorrelation.StartOf(incident), DeployRules.Lookback);

    private bool AsksAtOnce(DemoPart child, DemoPart leader) =>
        child.Incident.Severity > leader.Incident.Severity || !GroupRules.SharesFirstLevel(
            stage.Definitions, (ServiceScope.Of(child.Incident.Subject), child.Incident.Severity),
            (ServiceScope.Of(leader.Incident.Subject), leader.Incident.Severity));

    private void RepeatFrom(DemoPart part, DateTimeOffset at)
    {
        if (scene.RepeatEvery > TimeSpan.Zero) schedule.At(at + scene.RepeatEvery, next => Repeat(part, scene.RepeatEvery, next, 1));
    }

    private void Repeat(DemoPart part, TimeSpan every, DateTimeOffset at, int number)
    {
        if (!part.Fires) return;
        if (part.HeldSince is null) part.Repeat(scene.RepeatsAtOnce, at);
        var next = number % MostRepeats == 0 ? every * 4 : every;
        schedule.At(at + next, later => Repeat(part, next, later, number + 1));
    }

    private void Do(DemoAct act, DateTimeOffset at)
    {
        var who = act.Who ?? stage.OnCall(ServiceScope.Of(Leader.Incident.Subject), at);
        switch (act.Kind)
        {
            case DemoActKind.Acknowledge: Change(i => IncidentRules.Acknowledge(i, who, act.Text, human: true, at), at); break;
            case DemoActKind.Note: Change(i => IncidentRules.AddNote(i, act.Text!, who, human: true, at), at); break;
            case DemoActKind.Assign: Change(i => IncidentRules.Assign(i, act.Text!, who, at), at); break;
            case DemoActKind.Snooze: Snooze(at.AddMinutes(int.Parse(act.Text!, CultureInfo.InvariantCulture)), who, at); break;
            case DemoActKind.Ends: flapping.End(Leader, at); break;
            case DemoActKind.FiresAgain: FireAgain(at); break;
            case DemoActKind.GetsWorse: Change(i => IncidentRules.RaiseSeverity(i, SeverityMap.Parse(act.Text!), Leader.Actor, at), at); break;
            case DemoActKind.Resolve:
                Change(i => IncidentRules.Resolve(i, who, act.Text, human: true, at, at), at);
                Leader.End(at);
                break;
            case DemoActKind.Reopen:
                Change(i => IncidentRules.Reopen(i, who, "manual", at), at);
                Leader.Begin(at);
                break;
            default: throw new InvalidOperationException($"Nobody can play {act.Kind}.");
        }
    }

    private void Change(Func<Incident, IncidentChange> rule, DateTimeOffset at) => reactions.Change(Leader, rule, at);

    private void Snooze(DateTimeOffset until, string who, DateTimeOffset at)
    {
        Change(i => IncidentRules.Snooze(i, until, who, at), at);
        Leader.Wakes[DemoPart.Snooze] = until;
    }

    private void FireAgain(DateTimeOffset at)
    {
        var goesOn = Leader.HeldSince is not null;
        flapping.FireAgain(Leader, at);
        if (!goesOn) RepeatFrom(Leader, at);
    }
}
