using System.Collections.Immutable;

namespace AiSre.Domain.Definitions.Reading;

/// <summary>What a section defines, for people.</summary>
/// <param name="What">Such as <c>teams</c>.</param>
/// <param name="Names">In their order.</param>
[GenerateSerializer, Immutable, Alias("aisre.summary-line")]
public sealed record SummaryLine([property: Id(0)] string What, [property: Id(1)] ImmutableArray<string> Names);
