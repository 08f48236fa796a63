using AiSre.Domain.Demo.Script;
using AiSre.Domain.Escalation;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;

namespace AiSre.Domain.Demo;

/// <summary>What the rules make of a change: the incident's next state, its timeline, whom it tells, and what follows for its group.</summary>
internal sealed class DemoReactions(DemoStage stage, DemoScene scene)
{
    private readonly List<DemoPart> parts = [];
    private readonly HashSet<string> written = [];

    /// <summary>The scene's incidents, the one that leads them first.</summary>
    public IReadOnlyList<DemoPart> Parts => parts;

    public DemoPart Leader => parts[0];

    public void Add(DemoPart part) => parts.Add(part);

    public void Change(DemoPart part, Func<Incident, IncidentChange> rule, DateTimeOffset at)
    {
        var before = part.Incident;
        Take(part, ReactionRules.Of(before, rule(before), Context(part, at)), at);
        if (before.Phase != part.Incident.Phase && part.Leader is null) Follow(at);
    }

    public void Escalate(DemoPart part, DateTimeOffset at) => Take(
        part,
        part.Leader is not { Incident: { Phase: not IncidentPhase.Resolved } leader }
            ? EscalationAlarmRules.Escalate(part.Incident, at, Context(part, at))
            : GroupRules.Child(part.Incident, leader, written, Context(part, at)),
        at);

    public void Take(DemoPart part, IncidentReaction reaction, DateTimeOffset at)
    {
        // A key is written once.
        part.Take(reaction with { Messages = reaction.Messages.RemoveAll(message => !written.Add(message.Key)) }, message => Sent(message, at));
        // Nothing is left to be quiet about.
        if (part.Incident.Phase is not IncidentPhase.Resolved) return;
        part.Wakes.Remove(DemoPart.Snooze);
        part.Wakes.Remove(DemoPart.Silence);
    }

    public TellContext Context(DemoPart part, DateTimeOffset at) => stage.At(at, part.Leader is null ? parts.Count - 1 : 0);

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
