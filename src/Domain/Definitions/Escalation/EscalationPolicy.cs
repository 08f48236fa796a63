using System.Collections.Immutable;
using System.Text.Json.Serialization;
using AiSre.Domain.Alerts;

namespace AiSre.Domain.Definitions.Escalation;

/// <summary>Who is told, and who next while nobody answers (docs/rules/escalation.md). An incident keeps the policy that it started with.</summary>
[GenerateSerializer, Immutable, Alias("aisre.escalation-policy")]
public sealed record EscalationPolicy
{
    [Id(0)] public required string Name { get; init; }

    /// <summary>Services that it is for, whatever the case; empty: all.</summary>
    [Id(1)] public ImmutableArray<string> Services { get; init; } = [];

    /// <summary>Severities that it is for; empty: all.</summary>
    [Id(2)] public ImmutableArray<Severity> Severities { get; init; } = [];

    /// <summary>In the order of their minutes, which rise. Only <see cref="BuiltInPolicy.Nobody"/> has none.</summary>
    [Id(3)] public ImmutableArray<EscalationLevel> Levels { get; init; } = [];

    /// <summary>Length of one pass, in minutes.</summary>
    [Id(4)] public int CycleMinutes { get; init; } = 45;

    /// <summary>Passes after the first, 0 to 10.</summary>
    [Id(5)] public int Repeat { get; init; }

    /// <summary>So long after an acknowledgement it starts over; 0: never.</summary>
    [Id(6)] public int AckTimeoutMinutes { get; init; }

    [Id(7)] public QuietHours? QuietHours { get; init; }

    /// <summary>It has nobody whom it could page.</summary>
    [JsonIgnore]
    public bool PagesNobody => Levels.IsDefaultOrEmpty;
}

/// <summary>One level of a policy.</summary>
[GenerateSerializer, Immutable, Alias("aisre.escalation-level")]
public sealed record EscalationLevel
{
    /// <summary>Counted from the start of the pass.</summary>
    [Id(0)] public required int AfterMinutes { get; init; }

    /// <summary>
    /// <c>schedule:team</c>, <c>contact:team</c> (<c>*</c>: the team of the incident's service), <c>user:id</c>, <c>role:admin</c>.
    /// </summary>
    [Id(1)] public required ImmutableArray<string> Targets { get; init; }

    /// <summary>Names of channels; empty: those that the routes name for the service and severity.</summary>
    [Id(2)] public ImmutableArray<string> Channels { get; init; } = [];
}

/// <summary>When what can wait does (docs/rules/escalation.md).</summary>
[GenerateSerializer, Immutable, Alias("aisre.quiet-hours")]
public sealed record QuietHours
{
    /// <summary>IANA name.</summary>
    [Id(0)] public required string TimeZone { get; init; }

    /// <summary>Local time of day, <c>HH:mm</c>, included.</summary>
    [Id(1)] public required string From { get; init; }

    /// <summary>
    /// Local time of day, <c>HH:mm</c>, not included. Before <see cref="From"/> it ends on the next day; equal to it, it lasts all day.
    /// </summary>
    [Id(2)] public required string To { get; init; }

    /// <summary>ISO numbers (1 is Monday) of the days on which it starts; empty: every day.</summary>
    [Id(3)] public ImmutableArray<int> Days { get; init; } = [];

    [Id(4)] public ImmutableArray<Severity> Severities { get; init; } = [Severity.Warning, Severity.Info];

    /// <summary>Steps inside are dropped; otherwise they wait for the end.</summary>
    [Id(5)] public bool Drop { get; init; }
}
