using System.Collections.Immutable;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Incidents;
using AiSre.Domain.Slos;

namespace AiSre.Domain.Demo;

/// <summary>When incidents of the story were open, and since when anybody knew.</summary>
internal static class DemoDowntimes
{
    /// <summary>Those that count, each with the time since when it did: what became critical later was no downtime of critical ones before.</summary>
    public static ImmutableArray<(SloInterval Interval, DateTimeOffset Since)> Counting(
        SloDefinition slo, IncidentSloSource source, IEnumerable<DemoIncident> incidents) =>
    [
        .. from incident in incidents
           where incident.Now.Subject.Service == slo.Service && IncidentDowntimeRules.Counts(source, incident.Now)
           let raised = incident.Events.LastOrDefault(e => e.Type is EventTypes.SeverityRaised)?.At
           from open in incident.Downtimes
           select (open.Interval, raised > open.Interval.From ? raised.Value : open.Interval.From),
    ];

    /// <summary>As they were known at a time.</summary>
    public static IEnumerable<SloInterval> At(ImmutableArray<(SloInterval Interval, DateTimeOffset Since)> all, DateTimeOffset at) => all
        .Where(one => one.Since <= at).Select(one => one.Interval.Until > at ? one.Interval with { Until = null } : one.Interval);
}
