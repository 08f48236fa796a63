using System.Collections.Immutable;

namespace AiSre.Domain.Workflows.Runs;

/// <summary>A run waits for a person's answer.</summary>
[GenerateSerializer, Immutable, Alias("aisre.workflows.gate")]
public sealed record RunGate
{
    /// <summary>The approval step, by which an answer names it.</summary>
    [Id(0)] public required string StepId { get; init; }

    [Id(1)] public string Message { get; init; } = "";
    [Id(2)] public ApproverRole Role { get; init; }
    [Id(3)] public bool FourEyes { get; init; }
    [Id(4)] public required DateTimeOffset OpenedAt { get; init; }
    [Id(5)] public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>What a yes allows.</summary>
    [Id(6)] public ImmutableArray<CoveredAction> Covers { get; init; } = [];

    /// <summary>What exactly would happen.</summary>
    [Id(7)] public ImmutableArray<PlannedAction> Plans { get; init; } = [];

    /// <summary>The guard has said what would happen. Where it could not for the moment, it is asked again, and the plans say why.</summary>
    [Id(8)] public bool IsPlanned { get; init; }
}

/// <summary>An action behind a gate, with the arguments that it has when the question is asked.</summary>
[GenerateSerializer, Immutable, Alias("aisre.workflows.covered")]
public sealed record CoveredAction([property: Id(0)] string StepId, [property: Id(1)] ActionCall Call);

/// <summary>What a person said at a gate.</summary>
[GenerateSerializer, Immutable, Alias("aisre.workflows.answer")]
public sealed record GateAnswer
{
    /// <summary>Characters of its comment.</summary>
    public const int LongestComment = 2_000;

    /// <summary>Null: the only one that the run has.</summary>
    [Id(0)] public string? StepId { get; init; }

    [Id(1)] public required bool Approved { get; init; }

    /// <summary>The principal of the person's key; nothing else can answer.</summary>
    [Id(2)] public required string By { get; init; }

    [Id(3)] public required ApproverRole Role { get; init; }
    [Id(4)] public string? Comment { get; init; }

    /// <summary>What it allows, set by the rules when it came before its gate was entered.</summary>
    [Id(5)] public ImmutableArray<CoveredAction> Covers { get; init; } = [];

    /// <summary>When it came, set likewise.</summary>
    [Id(6)] public DateTimeOffset? At { get; init; }

    /// <summary>What exactly it was said to, set likewise.</summary>
    [Id(7)] public ImmutableArray<PlannedAction> Plans { get; init; } = [];
}

/// <summary>A yes, and to what.</summary>
[GenerateSerializer, Immutable, Alias("aisre.workflows.grant")]
public sealed record GateGrant(
    [property: Id(0)] string GateId, [property: Id(1)] string By, [property: Id(2)] ApproverRole Role, [property: Id(3)] DateTimeOffset At,
    [property: Id(4)] ImmutableArray<CoveredAction> Covers)
{
    /// <summary>What exactly was approved.</summary>
    [Id(5)] public ImmutableArray<PlannedAction> Plans { get; init; } = [];

    /// <summary>From then on it counts for nothing; null: it was given to an older version, which did not say.</summary>
    [Id(6)] public DateTimeOffset? Until { get; init; }

    public bool Allows(string stepId, ActionCall call) => Covers.Contains(new CoveredAction(stepId, call));
}

/// <summary>What became of an answer. The names are part of the API.</summary>
public enum AnswerOutcome
{
    /// <summary>The run goes on, or ends.</summary>
    Accepted = 0,

    /// <summary>The run has not come to the gate yet.</summary>
    Kept = 1,

    /// <summary>Somebody was first; nothing happens.</summary>
    AlreadyAnswered = 2,

    /// <summary>The run is over.</summary>
    RunIsOver = 3,

    /// <summary>The run has no such gate.</summary>
    NoSuchGate = 4,

    /// <summary>The run is past that gate; the next one is not touched.</summary>
    GateIsPast = 5,

    /// <summary>The run has several: the answer must name one.</summary>
    GateNotNamed = 6,

    /// <summary>Too late.</summary>
    Expired = 7,

    /// <summary>The role may not answer here.</summary>
    RoleTooLow = 8,

    /// <summary>The one who started the run may not approve it.</summary>
    SamePerson = 9,

    /// <summary>Nobody can see for the moment what it would be a yes to; the question stands.</summary>
    NotSeen = 10,
}
