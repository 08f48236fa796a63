using System.Text.Json.Serialization;
using AiSre.Domain.Actions;
using AiSre.Domain.Actions.Patches;
using AiSre.Grains.Actions;

namespace AiSre.Api.Actions;

/// <summary>What came of an action. What does not belong to it is left out.</summary>
/// <param name="Status"><c>dry_run</c>, <c>success</c>, <c>failed</c>, <c>noop</c>, <c>unknown</c> or <c>awaiting_approval</c>.</param>
public sealed record ExecutedActionResponse(string Status, string Action, string Message)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Namespace { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PodName { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DeploymentName { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Replicas { get; init; }

    /// <summary>In the action log.</summary>
    public string ActionId { get; init; } = "";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? IncidentId { get; init; }

    /// <summary>The approval that somebody was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ApprovalId { get; init; }

    /// <summary>What the guard says.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PolicyVerdict? Policy { get; init; }

    /// <summary>What the cluster said; of a dry run, what it would.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Cluster { get; init; }

    /// <summary>Of <c>suggest_config_fix</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SuggestedFix? Suggestion { get; init; }

    /// <summary>It was done before, under the same Idempotency-Key.</summary>
    public bool Repeated { get; init; }

    internal static ExecutedActionResponse From(ActionAnswer answer, ActionRequest request, string? incidentId) =>
        new(Word(answer.Status), request.Action.Name(), answer.Message)
        {
            Namespace = Text(request.Namespace),
            PodName = Text(request.PodName),
            DeploymentName = Text(request.DeploymentName),
            Replicas = request.Action is ActionName.ScaleDeployment ? request.Replicas : null,
            ActionId = answer.Id,
            IncidentId = incidentId,
            Policy = answer.Decision is { } decision ? PolicyVerdict.From(decision) : null,
            Cluster = answer.Result?.Message,
            Suggestion = answer.Fix is { } fix ? SuggestedFix.From(fix) : null,
            Repeated = answer.IsRepeat,
        };

    /// <summary>What has begun and is not over is not known yet.</summary>
    internal static string Word(ActionStatus status) => (status is ActionStatus.Started ? ActionStatus.Unknown : status).Word();

    private static string? Text(string text) => text.Length == 0 ? null : text;
}

/// <param name="Allowed">Nothing but a missing approval stands against it.</param>
/// <param name="Executable">A provider can do it, and nothing is missing from it.</param>
/// <param name="AutoExecutable">Autonomy may do it.</param>
/// <param name="BlastRadius">The harm that it can do.</param>
/// <param name="PolicyReason">In a sentence.</param>
/// <param name="Code">The machine code of the first refusal.</param>
/// <param name="Notes">What a person should know.</param>
/// <param name="Checks">Every check, in its order.</param>
public sealed record PolicyVerdict(
    bool Allowed, bool Executable, bool ApprovalRequired, bool AutoExecutable, bool FourEyes, string BlastRadius, string? PolicyName,
    string PolicyReason, string? Code, IReadOnlyList<string> Notes, IReadOnlyList<CheckResult> Checks)
{
    internal static PolicyVerdict From(ActionDecision decision) => new(
        decision.IsAllowed, decision.IsExecutable, decision.NeedsApproval, decision.IsAutoExecutable, decision.NeedsFourEyes,
            decision.BlastRadius.Name(),
        decision.PolicyName, decision.Reason, decision.Code, decision.Notes,
        [.. decision.Checks.Select(check => new CheckResult(check.Name, Word(check.Outcome), check.Sentence))]);

    private static string Word(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Passed => "passed",
        CheckOutcome.Warned => "warned",
        CheckOutcome.NotApplicable => "not_applicable",
        CheckOutcome.Unknown => "unknown",
        _ => "refused",
    };
}

/// <param name="Outcome"><c>passed</c>, <c>warned</c>, <c>not_applicable</c>, <c>refused</c> or <c>unknown</c>, which refuses too.</param>
public sealed record CheckResult(string Name, string Outcome, string Detail);

/// <param name="Kind">What it is about, such as <c>memory</c>; null: not clear.</param>
/// <param name="Reason">Why this change, or why none.</param>
/// <param name="ChangedSpec">The YAML with the change; null: none.</param>
/// <param name="Diff">A unified diff; null likewise.</param>
public sealed record SuggestedFix(string? Kind, string Reason, string? ChangedSpec, string? Diff)
{
    internal static SuggestedFix From(ConfigFix fix) => new(fix.Kind, fix.Reason, fix.Changed, fix.Diff);
}
