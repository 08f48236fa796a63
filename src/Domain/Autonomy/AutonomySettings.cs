using System.Collections.Immutable;
using AiSre.Domain.Actions;

namespace AiSre.Domain.Autonomy;

/// <summary>How far a workspace lets the platform act by itself: not at all, until an admin says otherwise.</summary>
[GenerateSerializer, Immutable, Alias("aisre.autonomy.settings")]
public sealed record AutonomySettings
{
    /// <summary>Where it is meant to run; the reference knows this word only.</summary>
    public const string Profile = "hybrid";

    /// <summary>Longer than a cycle takes, whose last incident may have to wait for a cluster.</summary>
    private static readonly TimeSpan ShortestLease = TimeSpan.FromMinutes(3);

    public const int ShortestPoll = 10, LongestPoll = 3_600, MostIncidents = 100, MostNamespaces = 100;

    /// <summary>Cycles run by themselves. Off: one that a person starts is a dry run.</summary>
    [Id(0)] public bool IsEnabled { get; init; }

    /// <summary>A person is asked each time, whatever policies leave to autonomy.</summary>
    [Id(1)] public bool ApprovalRequired { get; init; } = true;

    /// <summary>It is said what would be done, and nothing is.</summary>
    [Id(2)] public bool DefaultDryRun { get; init; } = true;

    [Id(3)] public int PollIntervalSeconds { get; init; } = 30;

    /// <summary>So many open incidents are looked at in one cycle.</summary>
    [Id(4)] public int MaxIncidentsPerCycle { get; init; } = 20;

    [Id(5)] public ImmutableArray<ActionName> Actions { get; init; } = [ActionName.RestartPod];

    /// <summary>Globs; empty: none, and so nothing is done.</summary>
    [Id(6)] public ImmutableArray<string> Namespaces { get; init; } = [];

    /// <summary>Put while there were no API keys, so that anybody may have put it.</summary>
    [Id(7)] public bool IsDevMode { get; init; }

    /// <summary>And real actions were wanted all the same.</summary>
    [Id(8)] public bool DevModeActs { get; init; }

    public TimeSpan Poll => TimeSpan.FromSeconds(PollIntervalSeconds);

    /// <summary>How long a cycle is taken for alive: a crash costs this long and no longer.</summary>
    public TimeSpan Lease => 2 * Poll > ShortestLease ? 2 * Poll : ShortestLease;

    /// <summary>What a cycle does with a proposal.</summary>
    public AutonomyMode Mode => !IsEnabled || DefaultDryRun ? AutonomyMode.DryRun : ApprovalRequired ? AutonomyMode.Ask : AutonomyMode.Act;
}

public enum AutonomyMode
{
    /// <summary>Says what it would do.</summary>
    DryRun = 0,

    /// <summary>Asks a person.</summary>
    Ask = 1,

    /// <summary>Does what the policy leaves to it, and asks a person for the rest.</summary>
    Act = 2,
}
