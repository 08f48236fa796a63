using System.Collections.Immutable;
using AiSre.Domain.Autonomy;
using Orleans.Concurrency;

namespace AiSre.Grains.Autonomy;

/// <summary>Runs cycles: looks at open incidents, proposes, and asks the guard. A stateless worker. Key: 0.</summary>
[Alias("aisre.autonomy-cycles")]
public interface IAutonomyCycles : IGrainWithIntegerKey
{
    /// <summary>One cycle now, started by a person; the one that runs already when there is one.</summary>
    [Alias("run"), ResponseTimeout("00:01:30")]
    Task<CycleReport> RunAsync(string workspace);

    /// <summary>One cycle because it is time.</summary>
    [Alias("tick"), OneWay]
    Task TickAsync(string workspace);

    /// <summary>What actions have earned in the workspace.</summary>
    [Alias("earned"), Idempotent]
    Task<ImmutableArray<EarnedTrust>> EarnedAsync(string workspace);
}

/// <summary>What a cycle has looked at, and what came of it.</summary>
[GenerateSerializer, Immutable, Alias("aisre.autonomy.report")]
public sealed record CycleReport
{
    [Id(0)] public required string CycleId { get; init; }
    [Id(1)] public bool IsEnabled { get; init; }
    [Id(2)] public bool IsDryRun { get; init; }
    [Id(3)] public DateTimeOffset StartedAt { get; init; }

    /// <summary>Null: it runs.</summary>
    [Id(4)] public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Another caller has started it.</summary>
    [Id(5)] public bool AlreadyRunning { get; init; }

    /// <summary>Incidents that were looked at.</summary>
    [Id(6)] public int Considered { get; init; }

    [Id(7)] public ImmutableArray<ActionProposal> Proposals { get; init; } = [];
    [Id(8)] public ImmutableArray<CycleAction> Executed { get; init; } = [];
    [Id(9)] public ImmutableArray<CycleAction> AwaitingApproval { get; init; } = [];
    [Id(10)] public ImmutableArray<CycleSkip> Skipped { get; init; } = [];
}

/// <summary>What became of a proposal.</summary>
/// <param name="Id">The action's; of a question the approval's.</param>
/// <param name="Status">Of the attempt.</param>
[GenerateSerializer, Immutable, Alias("aisre.autonomy.cycle-action")]
public sealed record CycleAction(
    [property: Id(0)] string IncidentId, [property: Id(1)] Domain.Actions.ActionName Action, [property: Id(2)] string Id,
    [property: Id(3)] Actions.ActionStatus Status, [property: Id(4)] string Message);

/// <summary>Nothing was done for an incident.</summary>
[GenerateSerializer, Immutable, Alias("aisre.autonomy.skip")]
public sealed record CycleSkip([property: Id(0)] string IncidentId, [property: Id(1)] string Reason);
