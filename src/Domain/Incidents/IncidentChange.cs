using System.Collections.Immutable;

namespace AiSre.Domain.Incidents;

/// <summary>What a rule made of an incident: the new value, and what the timeline says about it. No events means that nothing changed.</summary>
public readonly record struct IncidentChange(Incident Incident, ImmutableArray<TimelineEvent> Events)
{
    public static IncidentChange None(Incident incident) => new(incident, []);

    public bool IsNone => Events.IsDefaultOrEmpty;

    /// <summary>Says on each event by which key whoever acts came; null: by a key of the actor's own name.</summary>
    public IncidentChange Via(string? key) => key is null || IsNone
        ? this
        : this with { Events = [.. Events.Select(e => e with { Payload = EventPayload.With(e.Payload, "via", key) })] };

    /// <summary>Runs the next rule on the result of this one.</summary>
    public IncidentChange Then(Func<Incident, IncidentChange> rule)
    {
        var next = rule(Incident);
        return new(next.Incident, Events.IsDefaultOrEmpty ? next.Events : next.IsNone ? Events : Events.AddRange(next.Events));
    }
}
