namespace AiSre.Grains.Demo;

/// <summary>What is stored of a demo. The story is not: seed and start make the same again.</summary>
[GenerateSerializer, Immutable, Alias("aisre.demo-state")]
public sealed record DemoState
{
    [Id(0)] public int Version { get; init; } = 1;

    /// <summary>What the story takes for now.</summary>
    [Id(1)] public DateTimeOffset StartedAt { get; init; }

    [Id(2)] public int Seed { get; init; }

    /// <summary>Who asked for it.</summary>
    [Id(3)] public string By { get; init; } = "";

    /// <summary>The chapter that is being written, by its kind; null: the first.</summary>
    [Id(4)] public string? Chapter { get; init; }

    /// <summary>How much of it is written.</summary>
    [Id(5)] public int Written { get; init; }

    [Id(6)] public DateTimeOffset? FinishedAt { get; init; }
}
