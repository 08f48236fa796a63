namespace AiSre.Domain.Alerts;

/// <summary>
/// A workspace's <c>dedup</c> settings: repeats, groups, reopening, flapping, storms (docs/rules/alerts.md). Every window includes its end unless
/// said otherwise.
/// </summary>
[GenerateSerializer, Immutable, Alias("aisre.dedup-options")]
public sealed record DedupOptions
{
    public static readonly DedupOptions Default = new();

    /// <summary>False switches off what guesses (S2, S3). Identity stays: one identity is one alert whatever is configured. Default true.</summary>
    [Id(0)] public bool Enabled { get; init; } = true;

    /// <summary>S2: how long after the last repeat equal content is the same alert. Default 30 minutes.</summary>
    [Id(1)] public TimeSpan S2Window { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>S2: how long after its first firing an alert takes equal content at all. Default 24 hours.</summary>
    [Id(2)] public TimeSpan S2Life { get; init; } = TimeSpan.FromHours(24);

    /// <summary>S3: how long after the last repeat a similar title is the same alert. Default 10 minutes.</summary>
    [Id(3)] public TimeSpan S3Window { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>S3's window during a storm. Default 30 minutes.</summary>
    [Id(4)] public TimeSpan S3StormWindow { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>S3: token overlap that is enough by itself, 0..1. Default 0.75.</summary>
    [Id(5)] public double S3Jaccard { get; init; } = 0.75;

    /// <summary>S3: trigram cosine that is enough by itself, 0..1. Default 0.87.</summary>
    [Id(6)] public double S3Trigram { get; init; } = 0.87;

    /// <summary>How long after its last activity a group takes new members. Default 15 minutes.</summary>
    [Id(7)] public TimeSpan GroupWindow { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long after its start a group takes new members at all. Default 24 hours.</summary>
    [Id(8)] public TimeSpan GroupLife { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Most children of one parent. Default 200.</summary>
    [Id(9)] public int GroupMaxChildren { get; init; } = 200;

    /// <summary>How far apart two incidents of one deploy may open. Default 30 minutes.</summary>
    [Id(10)] public TimeSpan DeployWindow { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How far apart an incident and the one of its dependency may open, in either order. Default 5 minutes.</summary>
    [Id(11)] public TimeSpan DependencyWindow { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How many services of one namespace make a burst. Default 5.</summary>
    [Id(12)] public int BurstServices { get; init; } = 5;

    /// <summary>The time in which they must have opened incidents; the caller of the grouping rules counts them. Default 5 minutes.</summary>
    [Id(13)] public TimeSpan BurstWindow { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long after its resolve an alert that fires anew reopens its incident. Default 5 minutes.</summary>
    [Id(14)] public TimeSpan ReopenWindow { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long an episode that a person resolved stays quiet, end excluded. Default 60 minutes.</summary>
    [Id(15)] public TimeSpan ManualMute { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>How many changes between open and resolved make an alert flap. Default 4.</summary>
    [Id(16)] public int FlappingTransitions { get; init; } = 4;

    /// <summary>The time in which they must have happened, and the time without any that ends it. Default 60 minutes.</summary>
    [Id(17)] public TimeSpan FlappingWindow { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>How long a flapping alert must stay resolved before its incident is. Default 10 minutes.</summary>
    [Id(18)] public TimeSpan FlappingQuiet { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>More new incidents per minute than this in a workspace start a storm. Default 50.</summary>
    [Id(19)] public int StormPerMinute { get; init; } = 50;

    /// <summary>More new incidents per minute than this of one service start a storm. Default 10.</summary>
    [Id(20)] public int StormServicePerMinute { get; init; } = 10;

    /// <summary>Fewer new incidents per minute than this let a storm end. Default 20.</summary>
    [Id(21)] public int StormEndPerMinute { get; init; } = 20;

    /// <summary>How long it must stay below that. Default 5 minutes.</summary>
    [Id(22)] public TimeSpan StormQuiet { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long an alert of Alertmanager or Prometheus may go without being sent again before it counts as over; zero switches that off. Default 24
    /// hours. Must be longer than the sender's <c>repeat_interval</c>; three times that is good.
    /// </summary>
    [Id(23)] public TimeSpan StaleAfter { get; init; } = TimeSpan.FromHours(24);
}
