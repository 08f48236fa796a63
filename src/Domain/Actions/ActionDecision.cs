using System.Collections.Immutable;

namespace AiSre.Domain.Actions;

/// <summary>What the guard says of one request at one moment, with every check that led to it.</summary>
[GenerateSerializer, Immutable, Alias("aisre.actions.decision")]
public sealed record ActionDecision
{
    /// <summary>In the order in which they were made.</summary>
    [Id(0)] public required ImmutableArray<GuardCheck> Checks { get; init; }

    /// <summary>The machine code of the first refusal, such as <c>freeze_window</c>; null: nothing refuses.</summary>
    [Id(1)] public string? Code { get; init; }

    /// <summary>One sentence: the first refusal's, or that the action is within guardrails.</summary>
    [Id(2)] public required string Reason { get; init; }

    [Id(3)] public BlastRadius BlastRadius { get; init; }

    /// <summary>The policy that covers it; null: none does.</summary>
    [Id(4)] public string? PolicyName { get; init; }

    /// <summary>A provider can do it and nothing is missing from it.</summary>
    [Id(5)] public bool IsExecutable { get; init; }

    /// <summary>Somebody must approve it, whoever has done so already.</summary>
    [Id(6)] public bool NeedsApproval { get; init; }

    /// <summary>Autonomy may do it.</summary>
    [Id(7)] public bool IsAutoExecutable { get; init; }

    /// <summary>The approval must be another principal's than the one that asks.</summary>
    [Id(8)] public bool NeedsFourEyes { get; init; }

    /// <summary>When a refusal for its time (cooldown, rate, a budget) may be gone.</summary>
    [Id(9)] public TimeSpan? RetryAfter { get; init; }

    /// <summary>For the object that it was decided for; null as long as there is none.</summary>
    [Id(10)] public ActionPlan? Plan { get; init; }

    /// <summary>What would happen, in the present case: "Would delete pod x in namespace y".</summary>
    [Id(11)] public string Preview { get; init; } = "";

    /// <summary>What a person should know before saying yes, and what else could be done.</summary>
    [Id(12)] public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Already so: nothing is to be done.</summary>
    [Id(13)] public bool IsNoOp { get; init; }

    /// <summary>It is refused because something could not be read, which may be otherwise in a moment.</summary>
    public bool IsUndecided => Checks.FirstOrDefault(check => check.Refuses) is { Outcome: CheckOutcome.Unknown };

    /// <summary>The same of a dry run, which looks past what restrains real runs for a while.</summary>
    public bool IsBlind => Checks.FirstOrDefault(check => check.Refuses && !check.IsPassing) is { Outcome: CheckOutcome.Unknown };

    /// <summary>Nothing but a missing approval stands against it.</summary>
    public bool IsAllowed => Code is null or RefusalCode.ApprovalRequired;
}
