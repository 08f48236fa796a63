namespace AiSre.Domain.Slos;

/// <summary>A time that does not count, because a person says so and why: a planned maintenance, a measurement that was wrong.</summary>
[GenerateSerializer, Immutable, Alias("aisre.slo-correction")]
public sealed record Correction
{
    /// <summary>Of one SLO, at most.</summary>
    public const int Most = 100;

    /// <summary>Empty before it is stored.</summary>
    [Id(0)] public string Id { get; init; } = "";

    /// <summary>Included.</summary>
    [Id(1)] public required DateTimeOffset From { get; init; }

    /// <summary>Not included.</summary>
    [Id(2)] public required DateTimeOffset Until { get; init; }

    [Id(3)] public required string Reason { get; init; }
    [Id(4)] public required string Author { get; init; }
    [Id(5)] public DateTimeOffset CreatedAt { get; init; }

    public SloInterval Interval => new(From, Until);
}
