using System.Collections.Immutable;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Incidents;
using AiSre.Domain.Slos;

namespace AiSre.Domain.Demo.Script;

/// <summary>An SLO of the story, and what its budget comes from.</summary>
/// <param name="Slo">What is promised.</param>
/// <param name="Corrections">What does not count.</param>
/// <param name="Traffic">What is pushed; null: incidents are the source.</param>
internal sealed record DemoPromise(SloDefinition Slo, ImmutableArray<Correction> Corrections, DemoTraffic? Traffic);

/// <param name="Busiest">Events in a minute of the busiest hour.</param>
/// <param name="Failing">The share of them that fails while an incident is open, from 0 to 1.</param>
internal sealed record DemoTraffic(int Busiest, Func<Incident, double> Failing);
