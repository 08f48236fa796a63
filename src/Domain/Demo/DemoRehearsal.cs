using System.Collections.Immutable;
using System.Globalization;
using AiSre.Domain.Alerts;
using AiSre.Domain.Demo.Script;
using AiSre.Domain.Escalation;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;
using AiSre.Domain.Silences;

namespace AiSre.Domain.Demo;

/// <summary>
/// Plays a scene through the rules by which silos act: each gets the instant of the story, so that timelines, pages and escalations are those that
/// there would have been. What lies behind now is left to the alarms.
/// </summary>
internal sealed class DemoRehearsal
{
    private const string Snooze = "snooze";
    private const string Silence = "silence";
    private const string Flapping = "flapping";

    /// <summary>Timelines that are read: what repeats for days does so more seldom.</summary>
    private const int MostRepeats = 40;

    private static readonly ImmutableHashSet<string> Alarms =
    [
        IncidentWake.Escalation, IncidentWake.Opened, IncidentWake.Group, IncidentWake.AckTimeout, IncidentWake.Reminder,
    ];

    private readonly DemoStage stage;
    private readonly DemoScene scene;
    private readonly PriorityQueue<Action<DateTimeOffset>, (DateTimeOffset At, int Order)> plan = new();
    private readonly List<DemoPart> parts = [];
    private readonly HashSet<string> written = [];
    private int order;

    private DemoRehearsal(DemoStage stage, DemoScene scene) => (this.stage, this.scene) = (stage, scene);

    private DemoPart Leader => parts[0];

    /// <summary>The scene's incidents, the one that leads them first.</summary>
    public static ImmutableArray<DemoIncident> Play(DemoStage stage, DemoScene scene) => new DemoRehearsal(stage, scene).Play();

    private ImmutableArray<DemoIncident> Play()
    {
        Open(scene.Alert, scene.At, leader: null, reason: null);
        foreach (var act in scene.Acts) At(scene.At + act.After, at => Do(act, at));
        foreach (var child in scene.Children)
        {
            At(scene.At + child.After, at =>
            {
                var part = Open(child.Alert, at, Leader, child.Reason);
                if (child.EndsAfter is { } ends) At(scene.At + ends, end => End(part, end));
            });
        }
        while (Next() is { } next)
        {
            if (next.At > stage.Now) break;
            next.Do(next.At);
        }
        return [.. parts.Select(part => part.Finish(Alarms))];
    }

    private void At(DateTimeOffset at, Action<DateTimeOffset> act) => plan.Enqueue(act, (at, order++));

    /// <summary>What comes first, of what is planned and what the parts are waiting for.</summary>
    private (DateTimeOffset At, Action<DateTimeOffset> Do)? Next()
    {
        var due = parts.SelectMany(part => part.Wakes.Select(wake => (Part: part, Name: wake.Key, At: wake.Value)))
            .OrderBy(wake => wake.At).ThenBy(wake => wake.Name, StringComparer.Ordinal).Take(1).ToList();
        if (plan.TryPeek(out _, out var first) && (due.Count == 0 || first.At < due[0].At)) return (first.At, plan.Dequeue());
        if (due is not [var wake]) return null;
        return (wake.At, at =>
        {
            wake.Part.Wakes.Remove(wake.Name);
            Wake(wake.Part, wake.Name, at);
        });
    }

    private DemoPart Open(DemoAlert alert, DateTimeOffset at, DemoPart? leader, string? reason)
    {
        var (signal, body) = DemoBodies.Of(alert, at);
        var identity = IdentityKey.Of(signal) ?? throw new InvalidOperationException($"The demo's alert {alert.Name} has no identity.");
        var change = IncidentBirth.Of(signal, stage.NewId("inc-", at), DemoStory.Workspace, identity, null, at)
            .Then(i => SilenceRules.Mark(i, SilenceRules.MarkFor(i, stage.Silences, at), null, at));
        var part = new DemoPart(
            new()
            {
                Opened = change.Incident, Now = change.Incident, Signal = signal, Body = body, Identity = identity, Count = 1, LastSeen = at,
                ParentId = leader?.Incident.Id, Reason = reason,
            },
            leader);
        part.Say(change.Events);
        parts.Add(part);
        if (change.Incident.Silenced is { } mark) part.Wakes[Silence] = mark.Until;
        if (leader is null) part.Wakes[IncidentWake.Escalation] = ReactionRules.StartAt(part.Incident.Severity, at);
        else part.Wakes[IncidentWake.Group] = AsksAtOnce(part, leader) ? at + ChildPages.ParentTakes : at + GroupRules.Lasting;
        if (scene.RepeatEvery > TimeSpan.Zero && alert.Own is null) At(at + scene.RepeatEvery, next => Repeat(part, scene.RepeatEvery, next, 1));
        return part;
    }

    private bool AsksAtOnce(DemoPart child, DemoPart leader) =>
        child.Incident.Severity > leader.Incident.Severity || !GroupRules.SharesFirstLevel(
            stage.Definitions, (ServiceScope.Of(child.Incident.Subject), child.Incident.Severity),
            (ServiceScope.Of(leader.Incident.Subject), leader.Incident.Severity));

    private void Repeat(DemoPart part, TimeSpan every, DateTimeOffset at, int number)
    {
        if (!part.Fires) return;
        if (part.HeldSince is null) part.Repeat(scene.RepeatsAtOnce, at);
        var next = number % MostRepeats == 0 ? every * 4 : every;
        At(at + next, later => Repeat(part, next, later, number + 1));
    }

    private void Do(DemoAct act, DateTimeOffset at)
    {
        var who = act.Who ?? stage.OnCall(ServiceScope.Of(Leader.Incident.Subject), at);
        switch (act.Kind)
        {
            case DemoActKind.Acknowledge: Change(Leader, i => IncidentRules.Acknowledge(i, who, act.Text, human: true, at), at); break;
            case DemoActKind.Note: Change(Leader, i => IncidentRules.AddNote(i, act.Text!, who, human: true, at), at); break;
            case DemoActKind.Assign: Change(Leader, i => IncidentRules.Assign(i, act.Text!, who, at), at); break;
            case DemoActKind.Snooze: Quiet(at.AddMinutes(int.Parse(act.Text!, CultureInfo.InvariantCulture)), who, at); break;
            case DemoActKind.Ends: End(Leader, at); break;
            case DemoActKind.FiresAgain: FireAgain(at); break;
            case DemoActKind.GetsWorse: Change(Leader, i => IncidentRules.RaiseSeverity(i, SeverityMap.Parse(act.Text!), Leader.Actor, at),
                at); break;
            case DemoActKind.Resolve:
                Change(Leader, i => IncidentRules.Resolve(i, who, act.Text, human: true, at, at), at);
                Leader.End(at);
                break;
            case DemoActKind.Reopen:
                Change(Leader, i => IncidentRules.Reopen(i, who, "manual", at), at);
                Leader.Begin(at);
                break;
            default: throw new InvalidOperationException($"Nobody can play {act.Kind}.");
        }
    }

    private void Quiet(DateTimeOffset until, string who, DateTimeOffset at)
    {
        Change(Leader, i => IncidentRules.Snooze(i, until, who, at), at);
        Leader.Wakes[Snooze] = until;
    }

    /// <summary>Its tool says that it is over; what flaps must be quiet for a while first.</summary>
    private void End(DemoPart part, DateTimeOffset at)
    {
        if (!part.Incident.Alerts[0].Firing) return;
        part.Flapping = FlappingRules.OnTransition(part.Flapping, at, DedupOptions.Default);
        if (FlappingRules.HoldsOpen(part.Flapping, at, at, DedupOptions.Default))
        {
            part.HeldSince = at;
            Change(part, i => Mark(part, i, at), at);
        }
        else
        {
            part.End(at);
            Change(part, i => AlertLifecycleRules.AlertResolved(i, part.Identity, part.Actor, at, at).Then(next => Mark(part, next, at)), at);
        }
        WaitForCalm(part);
    }

    private void FireAgain(DateTimeOffset at)
    {
        Leader.Flapping = FlappingRules.OnTransition(Leader.Flapping, at, DedupOptions.Default);
        var held = Leader.HeldSince is not null;
        Leader.Begin(at);
        Change(Leader, i => held
            ? Mark(Leader, i, at)
            : AlertLifecycleRules.AlertReopened(i, Leader.Identity, Leader.Actor, "fires again", at).Then(next => Mark(Leader, next, at)), at);
        WaitForCalm(Leader);
        if (!held && scene.RepeatEvery > TimeSpan.Zero) At(at + scene.RepeatEvery, next => Repeat(Leader, scene.RepeatEvery, next, 1));
    }

    private static IncidentChange Mark(DemoPart part, Incident incident, DateTimeOffset at) => (part.Flapping.Flapping, incident.Flapping) switch
    {
        (true, false) => IncidentRules.StartFlapping(incident, part.Identity, at),
        (false, true) => IncidentRules.EndFlapping(incident, part.Identity, at),
        _ => IncidentChange.None(incident),
    };

    private static void WaitForCalm(DemoPart part)
    {
        if (FlappingRules.NextChange(part.Flapping, part.HeldSince, DedupOptions.Default) is { } next) part.Wakes[Flapping] = next;
        else part.Wakes.Remove(Flapping);
    }

    private void CalmDown(DemoPart part, DateTimeOffset at)
    {
        if (part.HeldSince is { } since && !FlappingRules.HoldsOpen(part.Flapping, since, at, DedupOptions.Default))
        {
            part.End(at);
            Change(part, i => AlertLifecycleRules.AlertResolved(i, part.Identity, "system", since, at), at);
        }
        if (part.Flapping.Flapping && FlappingRules.IsOver(part.Flapping, at, DedupOptions.Default))
        {
            part.Flapping = FlappingState.Calm;
            Change(part, i => IncidentRules.EndFlapping(i, part.Identity, at), at);
        }
        WaitForCalm(part);
    }

    private void Wake(DemoPart part, string name, DateTimeOffset at)
    {
        switch (name)
        {
            case Snooze: Change(part, i => IncidentRules.EndSnooze(i, null, at), at); break;
            case Silence: EndSilence(part, at); break;
            case Flapping: CalmDown(part, at); break;
            case IncidentWake.Opened: Take(part, EscalationAlarmRules.Open(part.Incident, Context(part, at)), at); break;
            case IncidentWake.AckTimeout: Take(part, EscalationAlarmRules.ExpireAck(part.Incident, Context(part, at)), at); break;
            case IncidentWake.Reminder: Take(part, EscalationAlarmRules.Remind(part.Incident, Context(part, at)), at); break;
            default: Escalate(part, at); break;
        }
    }

    private void EndSilence(DemoPart part, DateTimeOffset at)
    {
        if (part.Incident.Phase is IncidentPhase.Resolved) return;
        var mark = SilenceRules.MarkFor(part.Incident, stage.Silences, at);
        Change(part, i => SilenceRules.Mark(i, mark, null, at), at);
        if (mark is not null) part.Wakes[Silence] = mark.Until;
    }

    private void Escalate(DemoPart part, DateTimeOffset at) => Take(
        part,
        part.Leader is not { Incident: { Phase: not IncidentPhase.Resolved } leader }
            ? EscalationAlarmRules.Escalate(part.Incident, at, Context(part, at))
            : GroupRules.Child(part.Incident, leader, written, Context(part, at)),
        at);

    private void Change(DemoPart part, Func<Incident, IncidentChange> rule, DateTimeOffset at)
    {
        var before = part.Incident;
        var change = rule(before);
        Take(part, ReactionRules.Of(before, change, Context(part, at)), at);
        if (before.Phase != part.Incident.Phase && part.Leader is null) Follow(at);
    }

    /// <summary>What happens to a parent happens to its children.</summary>
    private void Follow(DateTimeOffset at)
    {
        foreach (var child in parts.Where(part => part.Leader is not null))
        {
            if (Leader.Incident is { Phase: IncidentPhase.Acknowledged, AcknowledgedBy: { } who })
                Change(child, i => IncidentRules.Acknowledge(i, who, $"with {Leader.Incident.Id}, which leads its group", human: false, at), at);
            else if (Leader.Incident.Phase is IncidentPhase.Resolved && child.Incident.Phase is IncidentPhase.Open)
                child.Wakes[IncidentWake.Group] = at + GroupRules.AfterParent;
        }
    }

    private TellContext Context(DemoPart part, DateTimeOffset at) => stage.At(at, part.Leader is null ? parts.Count - 1 : 0);

    private void Take(DemoPart part, IncidentReaction reaction, DateTimeOffset at)
    {
        // A key is written once.
        part.Take(reaction with { Messages = reaction.Messages.RemoveAll(message => !written.Add(message.Key)) }, message => Sent(message, at));
        // Nothing is left to be quiet about.
        if (part.Incident.Phase is not IncidentPhase.Resolved) return;
        part.Wakes.Remove(Snooze);
        part.Wakes.Remove(Silence);
    }

    /// <summary>It took a second or two, and now and then a second attempt.</summary>
    private DemoMessage Sent(OutboxMessage message, DateTimeOffset at)
    {
        if (scene.MailsFail is { } error && message.Channel == DemoShop.Mail) return new(message, at, Past(at.AddMinutes(31)), 7, error);
        var again = stage.Dice.OneIn(60);
        var done = at.AddMilliseconds(stage.Dice.Between(180, 1_400)) + (again ? TimeSpan.FromSeconds(stage.Dice.Between(9, 14)) : TimeSpan.Zero);
        return new(message, at, Past(done), again ? 2 : 1, null);
    }

    private DateTimeOffset Past(DateTimeOffset at) => at < stage.Now ? at : stage.Now;
}
