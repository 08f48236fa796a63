using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Escalation;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;

namespace AiSre.Domain.Demo;

/// <summary>An incident while its scene is played.</summary>
internal sealed class DemoPart(DemoIncident opened, DemoPart? leader)
{
    /// <summary>Names of what is due, beside those of <see cref="IncidentWake"/>.</summary>
    public const string Snooze = "snooze", Silence = "silence", Calm = "flapping";

    private readonly List<TimelineEvent> events = [];
    private readonly List<DemoMessage> messages = [];

    /// <summary>The incident whose group it is in; null: it leads, or is alone.</summary>
    public DemoPart? Leader => leader;

    public Incident Incident { get; private set; } = opened.Opened;

    public string Identity => opened.Identity;

    public string Actor { get; } = IncidentBirth.ActorOf(opened.Signal);

    /// <summary>What is due, by name.</summary>
    public Dictionary<string, DateTimeOffset> Wakes { get; } = [];

    public IEnumerable<DemoMessage> Messages => messages;

    public FlappingState Flapping { get; set; } = FlappingState.Calm;
    public DateTimeOffset? HeldSince { get; set; }
    public bool Fires { get; private set; } = true;

    private int Count { get; set; } = 1;
    private DateTimeOffset LastSeen { get; set; } = opened.LastSeen;
    private DateTimeOffset? EndedAt { get; set; }

    public void Say(IEnumerable<TimelineEvent> said) => events.AddRange(said);

    /// <summary>The alert came again.</summary>
    public void Repeat(int times, DateTimeOffset at)
    {
        (Count, LastSeen) = (Count + times, at);
        Say([new(EventTypes.AlertDeduplicated, "system", at,
            EventPayload.Of(("count", times), ("strategy", DedupStrategy.SourceIdentity), ("key", Identity)))]);
    }

    public void End(DateTimeOffset at) => (Fires, EndedAt, HeldSince) = (false, at, null);

    public void Begin(DateTimeOffset at) => (Fires, EndedAt, HeldSince, Count, LastSeen) = (true, null, null, Count + 1, at);

    /// <summary>What a rule decided, as a silo would have stored it.</summary>
    public void Take(IncidentReaction reaction, Func<OutboxMessage, DemoMessage> sent)
    {
        Incident = reaction.Change.Incident;
        if (!reaction.Change.Events.IsDefaultOrEmpty) Say(reaction.Change.Events);
        messages.AddRange(reaction.Messages.Select(sent));
        foreach (var wake in reaction.Wakes.GroupBy(wake => wake.Name))
        {
            if (wake.Min(w => w.At) is { } at) Wakes[wake.Key] = at;
            else Wakes.Remove(wake.Key);
        }
    }

    public DemoIncident Finish(ImmutableHashSet<string> alarms) => opened with
    {
        Now = Incident, Count = Count, LastSeen = LastSeen, EndedAt = EndedAt, Flapping = Flapping, HeldSince = HeldSince,
        Events = [.. events.OrderBy(e => e.At)], Messages = [.. messages],
        Wakes = [.. Wakes.Where(wake => alarms.Contains(wake.Key)).Select(wake => new IncidentWake(wake.Key, wake.Value)).OrderBy(wake => wake.At)],
    };
}
