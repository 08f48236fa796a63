using System.Collections.Immutable;

namespace AiSre.Domain.Workflows.Runs;

/// <summary>What happened to a run.</summary>
public abstract record RunEvent;

/// <summary>It is to begin.</summary>
public sealed record RunBegins : RunEvent;

/// <summary>Time has passed.</summary>
public sealed record TimePassed : RunEvent;

/// <summary>The run was found in the middle of something by a process that is not doing it.</summary>
public sealed record RunRecovered : RunEvent;

/// <summary>The guard has said what the actions behind a gate would do.</summary>
/// <param name="GateId">The gate.</param>
/// <param name="Plans">Of what it covers.</param>
public sealed record GatePlanned(string GateId, ImmutableArray<PlannedAction> Plans) : RunEvent;

/// <summary>Somebody wants it to stop.</summary>
public sealed record CancelAsked(string By) : RunEvent;

/// <summary>A command has been carried out, or not.</summary>
public sealed record StepReported : RunEvent
{
    public required string StepId { get; init; }
    public required int Attempt { get; init; }

    /// <summary>Of what undoes the step, not of the step itself.</summary>
    public bool IsRollback { get; init; }

    public required ReportOutcome Outcome { get; init; }

    /// <summary>A sentence for a person.</summary>
    public string? Message { get; init; }

    /// <summary>What was read, or what the action answered: a JSON object.</summary>
    public string? Json { get; init; }

    /// <summary>When it may be tried again, where somebody said so.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Of an action: its id in the action log.</summary>
    public string? ActionId { get; init; }

    /// <summary>It was asked after, and not asked for.</summary>
    public bool IsSettled { get; init; }

    /// <summary>Of an action: it was so already, and nothing was done that could be taken back.</summary>
    public bool ChangedNothing { get; init; }
}

/// <summary>What came of a command.</summary>
public enum ReportOutcome
{
    Done = 1,

    /// <summary>Nothing was changed, and another time it may work.</summary>
    Failed = 2,

    /// <summary>It must not be, now or for these arguments; nothing was changed.</summary>
    Refused = 3,

    /// <summary>Everything is stopped for the moment; nothing was changed.</summary>
    Held = 4,

    /// <summary>An action may have happened or not.</summary>
    Unknown = 5,

    /// <summary>The action log does not know of it: it never began.</summary>
    Absent = 6,

    /// <summary>What it was for is over; nothing was changed.</summary>
    Needless = 7,

    /// <summary>The guard could not see whether it may be, and is asked again; nothing was changed.</summary>
    Undecided = 8,
}
