using System.Collections.Immutable;
using AiSre.Domain.Autonomy;

namespace AiSre.Grains.Autonomy;

/// <summary>How far a workspace lets the platform act by itself, what it is kept off, and whose turn a cycle is. Key: the workspace.</summary>
[Alias("aisre.autonomy")]
public interface IAutonomyGrain : IGrainWithStringKey
{
    [Alias("get"), Idempotent]
    Task<AutonomyView> GetAsync();

    /// <summary>Nulls leave what is there. Nothing is changed where the settings are not those any more that the change was made for.</summary>
    [Alias("change"), Idempotent]
    Task<AutonomyView> ChangeAsync(AutonomyChange change, string by);

    /// <summary>Lets autonomy go on where its breaker has opened. Null: everywhere.</summary>
    [Alias("reset"), Idempotent]
    Task<AutonomyView> ResetAsync(string? scope, string by);

    /// <summary>Takes the turn for a cycle, or says which one has it.</summary>
    [Alias("begin")]
    Task<CycleTurn> BeginAsync(string cycleId);

    /// <summary>The breaker opens. What is open already stays as it is.</summary>
    [Alias("pause"), Idempotent]
    Task PauseAsync(ImmutableArray<AutonomyPause> pauses);

    /// <summary>Gives the turn back.</summary>
    [Alias("end"), Idempotent]
    Task EndAsync(CycleSummary cycle);
}

/// <summary>What the autonomy of a workspace is like.</summary>
[GenerateSerializer, Immutable, Alias("aisre.autonomy.view")]
public sealed record AutonomyView
{
    [Id(0)] public AutonomySettings Settings { get; init; } = new();

    /// <summary>Where the breaker is open.</summary>
    [Id(1)] public ImmutableArray<AutonomyPause> Pauses { get; init; } = [];

    /// <summary>The cycle that runs; null: none does.</summary>
    [Id(2)] public string? RunningCycleId { get; init; }

    /// <summary>The last one that ended; null: none has.</summary>
    [Id(3)] public CycleSummary? LastCycle { get; init; }

    /// <summary>Of the settings: another number, other settings.</summary>
    [Id(4)] public int Revision { get; init; }

    /// <summary>Who put them; null: not known.</summary>
    [Id(5)] public string? ChangedBy { get; init; }

    /// <summary>The change that this answers was not made: somebody has changed the settings since.</summary>
    [Id(6)] public bool IsOvertaken { get; init; }
}

/// <summary>What an admin wants to be otherwise; nulls stay as they are.</summary>
[GenerateSerializer, Immutable, Alias("aisre.autonomy.change")]
public sealed record AutonomyChange
{
    [Id(0)] public bool? Enabled { get; init; }
    [Id(1)] public bool? ApprovalRequired { get; init; }
    [Id(2)] public bool? DefaultDryRun { get; init; }
    [Id(3)] public int? PollIntervalSeconds { get; init; }
    [Id(4)] public int? MaxIncidentsPerCycle { get; init; }
    [Id(5)] public ImmutableArray<Domain.Actions.ActionName>? Actions { get; init; }
    [Id(6)] public ImmutableArray<string>? Namespaces { get; init; }

    /// <summary>There are no API keys.</summary>
    [Id(7)] public bool IsDevMode { get; init; }

    [Id(8)] public bool DevModeActs { get; init; }

    /// <summary>Of the settings that it is made for; null: whatever they are.</summary>
    [Id(9)] public int? Revision { get; init; }
}

/// <summary>Whose turn it is.</summary>
/// <param name="CycleId">The one that runs.</param>
/// <param name="IsTaken">Another one than was asked for.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="Settings">By which it goes.</param>
/// <param name="Pauses">What it keeps off.</param>
/// <param name="Resets">By scope: since when the breaker counts anew.</param>
[GenerateSerializer, Immutable, Alias("aisre.autonomy.turn")]
public sealed record CycleTurn(
    [property: Id(0)] string CycleId, [property: Id(1)] bool IsTaken, [property: Id(2)] DateTimeOffset StartedAt,
    [property: Id(3)] AutonomySettings Settings, [property: Id(4)] ImmutableArray<AutonomyPause> Pauses,
    [property: Id(5)] ImmutableDictionary<string, DateTimeOffset> Resets);

/// <summary>A cycle that is over: in numbers, and what became of what it looked at.</summary>
[GenerateSerializer, Immutable, Alias("aisre.autonomy.summary")]
public sealed record CycleSummary(
    [property: Id(0)] string CycleId, [property: Id(1)] DateTimeOffset StartedAt, [property: Id(2)] DateTimeOffset FinishedAt,
    [property: Id(3)] int Considered, [property: Id(4)] int Executed, [property: Id(5)] int AwaitingApproval)
{
    /// <summary>It only said what it would do.</summary>
    [Id(6)] public bool IsDryRun { get; init; }

    [Id(7)] public ImmutableArray<ActionProposal> Proposals { get; init; } = [];
    [Id(8)] public ImmutableArray<CycleAction> Done { get; init; } = [];
    [Id(9)] public ImmutableArray<CycleAction> Asked { get; init; } = [];
    [Id(10)] public ImmutableArray<CycleSkip> Skipped { get; init; } = [];

    /// <summary>Something went wrong before it was through; the log of the process has it.</summary>
    [Id(11)] public bool IsBroken { get; init; }

    public static CycleSummary Of(CycleReport report, DateTimeOffset finishedAt) =>
        new(report.CycleId, report.StartedAt, finishedAt, report.Considered, report.Executed.Length, report.AwaitingApproval.Length)
        {
            IsDryRun = report.IsDryRun, Proposals = report.Proposals, Done = report.Executed, Asked = report.AwaitingApproval,
            Skipped = report.Skipped,
        };
}
