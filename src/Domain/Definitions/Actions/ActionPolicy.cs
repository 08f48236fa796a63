using System.Collections.Immutable;
using AiSre.Domain.Actions;

namespace AiSre.Domain.Definitions.Actions;

/// <summary>What may be done where, by whom and how often (docs/rules/actions.md). What no policy covers is not done.</summary>
[GenerateSerializer, Immutable, Alias("aisre.action-policy")]
public sealed record ActionPolicy
{
    [Id(0)] public required string Name { get; init; }

    [Id(1)] public ImmutableArray<ActionName> Actions { get; init; } = [];

    /// <summary>Globs; empty: none.</summary>
    [Id(2)] public ImmutableArray<string> Namespaces { get; init; } = [];

    [Id(3)] public BlastRadius MaxBlastRadius { get; init; } = BlastRadius.SingleWorkload;

    [Id(4)] public ApprovalNeed Approval { get; init; } = ApprovalNeed.Required;

    /// <summary>Null: for what ends a service, and for nothing less.</summary>
    [Id(5)] public bool? FourEyes { get; init; }

    [Id(6)] public AutonomyRules Auto { get; init; } = new();

    [Id(7)] public ActionLimits Limits { get; init; } = new();

    [Id(8)] public ImmutableArray<FreezeWindow> Freeze { get; init; } = [];

    /// <summary>Whether an approval must be another principal's.</summary>
    public bool NeedsFourEyes(BlastRadius radius) => FourEyes ?? radius > BlastRadius.SingleWorkload;
}

/// <summary>Whether somebody must say yes. Stored numbers stay.</summary>
public enum ApprovalNeed
{
    Required = 0,
    NotRequired = 1,

    /// <summary>Nobody can: it may be tried and not done.</summary>
    Forbidden = 2,
}

/// <summary>What autonomy may do by itself.</summary>
[GenerateSerializer, Immutable, Alias("aisre.action-policy.auto")]
public sealed record AutonomyRules
{
    [Id(0)] public bool IsEnabled { get; init; }
    [Id(1)] public ImmutableArray<ActionName> Actions { get; init; } = [ActionName.RestartPod];
    [Id(2)] public BlastRadius MaxBlastRadius { get; init; } = BlastRadius.SinglePod;

    /// <summary>0 to 1, of a diagnosis that rules stand behind.</summary>
    [Id(3)] public double MinConfidence { get; init; } = 0.8;

    /// <summary>Globs; empty: none.</summary>
    [Id(4)] public ImmutableArray<string> Namespaces { get; init; } = [];

    /// <summary>So often the action has helped this service since it last did not. Null: that is not asked.</summary>
    [Id(5)] public int? MinVerified { get; init; }

    /// <summary>Above this burn rate of the service's error budget people decide. Null: that is not asked.</summary>
    [Id(6)] public double? MaxBudgetBurn { get; init; }
}

/// <summary>How much and how often.</summary>
[GenerateSerializer, Immutable, Alias("aisre.action-policy.limits")]
public sealed record ActionLimits
{
    /// <summary>What people have approved counts with the rest, and has this many an hour instead.</summary>
    public const int ApprovedPerHour = 60;

    /// <summary>In the workspace, of what no person approved.</summary>
    [Id(0)] public int MaxActionsPerHour { get; init; } = 10;

    [Id(1)] public int PerTargetCooldownMinutes { get; init; } = 10;
    [Id(2)] public int MaxRestartsPerWorkloadPerHour { get; init; } = 3;
    [Id(3)] public int MaxReplicas { get; init; } = 50;
    [Id(4)] public double MaxScaleUpFactor { get; init; } = 2.0;
    [Id(5)] public int MaxReplicaDelta { get; init; } = 10;
    [Id(6)] public int MinReplicas { get; init; } = 1;
}

/// <summary>A part of the week in which nothing is done, by the calendar of its zone.</summary>
[GenerateSerializer, Immutable, Alias("aisre.action-policy.freeze")]
public sealed record FreezeWindow
{
    [Id(0)] public required string Name { get; init; }

    /// <summary>IANA name.</summary>
    [Id(1)] public required string TimeZone { get; init; }

    /// <summary>ISO numbers (1 is Monday) of the days on which it starts; empty: every day.</summary>
    [Id(2)] public ImmutableArray<int> Days { get; init; } = [];

    /// <summary>Minutes after midnight, 0 to 1439, included.</summary>
    [Id(3)] public int FromMinute { get; init; }

    /// <summary>Minutes after midnight, 1 to 1440, not included. Not after <see cref="FromMinute"/>: on the next day.</summary>
    [Id(4)] public int ToMinute { get; init; } = 1440;

    /// <summary>Who may act all the same.</summary>
    [Id(5)] public ImmutableArray<ActingRole> AllowRoles { get; init; } = [];
}
