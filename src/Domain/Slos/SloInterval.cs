namespace AiSre.Domain.Slos;

/// <summary>A time with a beginning and perhaps an end.</summary>
/// <param name="From">Included.</param>
/// <param name="Until">Not included; null: it goes on.</param>
[GenerateSerializer, Immutable, Alias("aisre.slo-interval")]
public readonly record struct SloInterval([property: Id(0)] DateTimeOffset From, [property: Id(1)] DateTimeOffset? Until);
