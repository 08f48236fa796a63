using System.Collections.Immutable;

namespace AiSre.Domain.Workflows;

/// <summary>One step. What its type does not have is empty.</summary>
[GenerateSerializer, Immutable, Alias("aisre.workflows.step")]
public sealed record WorkflowStep
{
    [Id(0)] public required string Id { get; init; }
    [Id(1)] public required StepType Type { get; init; }

    /// <summary>An expression. Of a condition what it asks; for every other step: skipped unless it is true.</summary>
    [Id(2)] public string? When { get; init; }

    /// <summary>How long one attempt may take; null: as long as its type usually may.</summary>
    [Id(3)] public int? TimeoutSeconds { get; init; }

    [Id(4)] public StepRetry? Retry { get; init; }

    /// <summary>Its failure is noted, and the run goes on.</summary>
    [Id(5)] public bool ContinueOnError { get; init; }

    /// <summary>Of gather and action: what is kept, by name, each a path such as <c>$.pod_status.phase</c>. Empty: all of it.</summary>
    [Id(6)] public ImmutableSortedDictionary<string, string> Outputs { get; init; } = NoTexts;

    /// <summary>Of gather: names of <see cref="EvidenceKinds"/>.</summary>
    [Id(7)] public ImmutableArray<string> Collect { get; init; } = [];

    /// <summary>Of condition, when it does not hold: <c>next</c>, <c>end</c>, <c>fail</c>, or the id of a step further down.</summary>
    [Id(8)] public string Else { get; init; } = StepExit.End;

    /// <summary>Of action.</summary>
    [Id(9)] public ActionTemplate? Action { get; init; }

    /// <summary>Of action: what undoes it when a later step fails.</summary>
    [Id(10)] public ActionTemplate? Rollback { get; init; }

    /// <summary>Of approval: who may say yes.</summary>
    [Id(11)] public ApproverRole ApproverRole { get; init; }

    /// <summary>Of approval.</summary>
    [Id(12)] public int ExpiresMinutes { get; init; } = 30;

    /// <summary>Of approval: not the one who started the run.</summary>
    [Id(13)] public bool FourEyes { get; init; }

    /// <summary>Of approval and notify: a template.</summary>
    [Id(14)] public string? Message { get; init; }

    /// <summary>Of notify: the name of a channel; null: where the service's incidents are told.</summary>
    [Id(15)] public string? Channel { get; init; }

    /// <summary>Of wait: how long; of verify: how long after the step before it.</summary>
    [Id(16)] public int Seconds { get; init; }

    /// <summary>Of verify: an expression over <c>pod</c>, <c>workload</c> and all that others see.</summary>
    [Id(17)] public string? Expect { get; init; }

    /// <summary>Of verify, when it is not so: <c>rollback</c>, <c>fail</c> or <c>next</c>.</summary>
    [Id(18)] public string OnFail { get; init; } = StepExit.Rollback;

    /// <summary>Of set: templates by name.</summary>
    [Id(19)] public ImmutableSortedDictionary<string, string> Values { get; init; } = NoTexts;

    internal static readonly ImmutableSortedDictionary<string, string> NoTexts = ImmutableSortedDictionary.Create<string,
        string>(StringComparer.Ordinal);
}

/// <summary>Where a run goes when a step does not hold.</summary>
public static class StepExit
{
    public const string Next = "next";
    public const string End = "end";
    public const string Fail = "fail";
    public const string Rollback = "rollback";
}

/// <summary>How often a step is tried when it fails, and after how long.</summary>
/// <param name="MaxAttempts">The first one counted, 1 to 10.</param>
/// <param name="BackoffSeconds">Before the second attempt.</param>
/// <param name="Factor">By how much each wait is longer than the one before.</param>
/// <param name="MaxBackoffSeconds">No wait is longer.</param>
[GenerateSerializer, Immutable, Alias("aisre.workflows.retry")]
public sealed record StepRetry(
    [property: Id(0)] int MaxAttempts = 1,
    [property: Id(1)] int BackoffSeconds = 2,
    [property: Id(2)] int Factor = 2,
    [property: Id(3)] int MaxBackoffSeconds = 60)
{
    /// <summary>How long after an attempt's failure the next begins.</summary>
    public TimeSpan After(int attempt) =>
        TimeSpan.FromSeconds(Math.Min(MaxBackoffSeconds, BackoffSeconds * Math.Pow(Factor, Math.Max(0, attempt - 1))));
}

/// <summary>An action whose arguments are templates.</summary>
/// <param name="Action">Such as <c>restart_pod</c>.</param>
/// <param name="Args">Templates by argument.</param>
[GenerateSerializer, Immutable, Alias("aisre.workflows.action")]
public sealed record ActionTemplate([property: Id(0)] string Action, [property: Id(1)] ImmutableSortedDictionary<string, string> Args);

/// <summary>Who may answer a gate. The names are stored; never rename.</summary>
public enum ApproverRole
{
    Operator = 0,
    Admin = 1,
}
