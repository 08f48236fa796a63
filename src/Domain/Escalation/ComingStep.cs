using System.Collections.Immutable;

namespace AiSre.Domain.Escalation;

/// <summary>A step of an escalation that is taken if nobody acknowledges.</summary>
/// <param name="Cycle">0 is the first pass.</param>
/// <param name="Level">1 is the first level.</param>
/// <param name="DueAt">When it is due, quiet hours taken into account.</param>
/// <param name="People">Whom it tells, as far as is known now, by their ids.</param>
/// <param name="Channels">Names of channels.</param>
[GenerateSerializer, Immutable, Alias("aisre.coming-step")]
public sealed record ComingStep(
    [property: Id(0)] int Cycle,
    [property: Id(1)] int Level,
    [property: Id(2)] DateTimeOffset DueAt,
    [property: Id(3)] ImmutableArray<string> People,
    [property: Id(4)] ImmutableArray<string> Channels);
