using System.Globalization;
using AiSre.Domain.Actions;
using AiSre.Domain.Chat;
using AiSre.Domain.Diagnosis;
using AiSre.Domain.Diagnosis.Opinions;

namespace AiSre.Api.Diagnosis;

/// <param name="Summary">The cause and what shows it, in a few sentences.</param>
/// <param name="RootCause">The likeliest cause in one sentence, or "Undetermined".</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="K8sContext">The pod that it is about.</param>
/// <param name="LogExcerpt">The lines that say most, without secrets.</param>
/// <param name="MatchedPlaybooks">Ids of runbooks, the best first.</param>
/// <param name="DeployCorrelation">A rollout in the 30 minutes before; null: none is known.</param>
/// <param name="Cause">Of the closed list; null: undetermined.</param>
/// <param name="Component">What is at fault, as <c>kind/namespace/name</c>.</param>
/// <param name="Hypotheses">At most 5, the likeliest first.</param>
/// <param name="LookedAt">Of an undetermined one.</param>
/// <param name="LookNext">Of an undetermined one.</param>
/// <param name="Feedback">What people say of it, the newest last.</param>
/// <param name="Predictions">What should be seen if it is right, and whether it was; the newest last.</param>
/// <param name="Cluster">That was read; null: none, and the alert alone was explained.</param>
/// <param name="GeneratedBy"><c>rules</c>, <c>rules+llm</c> or <c>llm</c>.</param>
/// <param name="Claims">Of the chat model, each with words that stand in the evidence; empty without one.</param>
/// <param name="Alternatives">Where rules and model disagree: the other answer.</param>
/// <param name="Model">That had a part in it; null: none.</param>
public sealed record DiagnosisResponse(
    string IncidentId, string Summary, string RootCause, double Confidence, PodContextItem K8sContext, string LogExcerpt,
    IReadOnlyList<string> MatchedPlaybooks, IReadOnlyList<SimilarCaseItem> SimilarIncidents, DeployCorrelationItem? DeployCorrelation,
    IReadOnlyList<SuggestedActionItem> SuggestedActions, string? Cause, string? Component, IReadOnlyList<HypothesisItem> Hypotheses,
    IReadOnlyList<EvidenceItem> Evidence, IReadOnlyList<string> LookedAt, IReadOnlyList<string> LookNext, string? Cluster, string GeneratedBy,
    ModelUse Ai, DateTimeOffset DiagnosedAt, long DurationMs, IReadOnlyList<FeedbackItem> Feedback, IReadOnlyList<PredictionItem> Predictions,
    IReadOnlyList<QuotedClaimItem> Claims, IReadOnlyList<AlternativeItem> Alternatives, string? Model)
{
    private const string Undetermined = "Undetermined";

    internal static DiagnosisResponse From(IncidentDiagnosis found)
    {
        var (report, answer, opinion) = (found.Report, DiagnosisAnswer.Of(found), found.Opinion);
        var (pod, cause) = (report.Pod, answer.Cause);
        return new(
            found.IncidentId, answer.Summary ?? Unexplained(found), answer.RootCause ?? Undetermined, answer.Confidence,
            new(pod?.Status, pod?.RestartCount, pod?.LastTerminationReason, pod?.Name), report.LogExcerpt, found.Playbooks,
            [.. found.Similar.Select(one => new SimilarCaseItem(one.Id, one.Title, one.Score, one.Resolution))],
            found.Deploy is { } deploy ? new(deploy.Id, deploy.Service, deploy.MinutesBefore, deploy.Actor) : null,
            [.. found.Actions.Select(SuggestedActionItem.From)], cause?.Cause, cause?.Component.ToString(),
            [.. report.Hypotheses.Select(HypothesisItem.From)], [.. report.Evidence.Select(EvidenceItem.From)], report.LookedAt, report.LookNext,
            report.Cluster, answer.GeneratedBy, new(opinion is { IsUsed: true }, opinion is null ? ChatReasons.NotConfigured : opinion.Reason),
            found.CompletedAt, (long)(found.CompletedAt - found.StartedAt).TotalMilliseconds,
            [.. found.Feedback.Select(FeedbackItem.From)], [.. found.Predictions.Select(PredictionItem.From)],
            [.. answer.Claims.Select(claim => new QuotedClaimItem(claim.Text, claim.EvidenceIds, claim.Quote))],
            [.. answer.Alternatives.Select(other => new AlternativeItem(other.RootCause, other.Confidence, other.GeneratedBy))],
            opinion is { IsUsed: true } ? opinion.Model : null);
    }

    private static string Unexplained(IncidentDiagnosis found)
    {
        var missing = found.Report.Evidence.Where(item => item.Kind is EvidenceKind.Unavailable).Select(item => item.Source).ToList();
        return missing.Count == 0
            ? "Nothing that was looked at explains it."
            : $"Nothing that was looked at explains it. What could not be looked at: {string.Join(", ", missing)}.";
    }
}

/// <summary>A pod; everything is null where none is meant.</summary>
public sealed record PodContextItem(string? PodStatus, int? RestartCount, string? LastTerminationReason, string? PodName);

/// <param name="SimilarityScore">0 to 1.</param>
public sealed record SimilarCaseItem(string Id, string Title, double SimilarityScore, string? Resolution);

public sealed record DeployCorrelationItem(string DeployId, string Service, int MinutesBeforeIncident, string Actor);

/// <param name="Used">Whether a chat model had a part in it.</param>
public sealed record ModelUse(bool Used, string? Reason);

/// <param name="Confidence">0 to 1, moved by what people have said of this cause for the service.</param>
/// <param name="Pattern">The incident pattern that goes with it.</param>
/// <param name="Expected">What would be seen if it were right and mended.</param>
/// <param name="BaseConfidence">What the rules gave.</param>
/// <param name="FeedbackRight">Incidents of the service in which people said that this cause was right.</param>
/// <param name="FeedbackWrong">In which they said that it was wrong.</param>
public sealed record HypothesisItem(
    string Cause, string Component, double Confidence, string RootCause, IReadOnlyList<ClaimItem> Claims, IReadOnlyList<ClaimItem> Against,
    string Advice, string Expected, string Pattern, double BaseConfidence, int FeedbackRight, int FeedbackWrong)
{
    internal static HypothesisItem From(Hypothesis one) => new(
        one.Cause, one.Component.ToString(), one.Confidence, one.RootCause, [.. one.Claims.Select(Claim)], [.. one.Against.Select(Claim)], one.Advice,
        one.Expected, one.Pattern, one.Feedback?.Base ?? one.Confidence, one.Feedback?.Right ?? 0, one.Feedback?.Wrong ?? 0);

    private static ClaimItem Claim(Claim claim) => new(claim.Text, claim.EvidenceIds);
}

/// <param name="Correct">Whether the cause that was named is the cause.</param>
/// <param name="RootCause">What it was, in his words.</param>
/// <param name="Cause">Which cause it is about; null: it was undetermined.</param>
public sealed record FeedbackItem(string Actor, bool Correct, string? RootCause, DateTimeOffset At, string? Cause, string? Component)
{
    internal static FeedbackItem From(DiagnosisFeedback one) => new(one.Actor, one.IsCorrect, one.RootCause, one.At, one.Cause, one.Component);
}

/// <param name="Outcome"><c>held</c>, <c>failed</c>, <c>unknown</c> (nobody can tell), or <c>pending</c>: neither an action nor the end of the
/// incident has come yet, or too little time has passed since.</param>
/// <param name="Reason">Why; null while it is pending.</param>
public sealed record PredictionItem(
    string Cause, string Component, string Expected, DateTimeOffset MadeAt, string Outcome, DateTimeOffset? CheckedAt, string? Reason)
{
    internal static PredictionItem From(Prediction one) => new(
        one.Cause, one.Component, one.Expected, one.MadeAt, one.Outcome?.ToString().ToLowerInvariant() ?? "pending", one.CheckedAt,
        one.Reason.Length == 0 ? null : one.Reason);
}

/// <param name="EvidenceIds">What it rests on.</param>
public sealed record ClaimItem(string Text, IReadOnlyList<string> EvidenceIds);

/// <param name="Quote">Stands in one of the items, word for word.</param>
public sealed record QuotedClaimItem(string Text, IReadOnlyList<string> EvidenceIds, string Quote);

/// <param name="GeneratedBy"><c>rules</c> or <c>llm</c>.</param>
public sealed record AlternativeItem(string RootCause, double Confidence, string GeneratedBy);

/// <param name="Suspicious">It reads like orders to a machine.</param>
/// <param name="Kind"><c>alert</c>, <c>resource</c>, <c>event</c>, <c>log</c>, <c>metric</c>, <c>deploy</c>, <c>group</c>, <c>similar</c>,
/// <c>slo</c>, or <c>unavailable</c>: it could not be looked at, and the text says why.</param>
public sealed record EvidenceItem(
    string Id, string Kind, string Source, DateTimeOffset? At, string Text, bool Truncated, bool Redacted, bool Suspicious)
{
    internal static EvidenceItem From(Evidence one) => new(
        one.Id, one.Kind.ToString().ToLowerInvariant(), one.Source, one.At, one.Text, one.IsTruncated, one.IsRedacted, one.IsSuspicious);
}

/// <param name="Allowed">Nothing but a missing approval stands against it.</param>
/// <param name="DryRun">Always true: nothing was done.</param>
/// <param name="SuggestedBy"><c>rules</c>, or <c>llm</c>: a chat model named it, so that it never goes by itself.</param>
public sealed record SuggestedActionItem(
    string Name, string Description, IReadOnlyDictionary<string, string> Arguments, bool Executable, bool AutoExecutable, bool Allowed,
    bool ApprovalRequired, bool DryRun, string BlastRadius, string? PolicyName, string PolicyReason, string SuggestedBy)
{
    internal static SuggestedActionItem From(SuggestedAction one) => new(
        one.Request.Action.Name(), one.Description, ArgumentsOf(one.Request), one.IsExecutable, one.IsAutoExecutable, one.IsAllowed,
        one.NeedsApproval, true, one.BlastRadius.Name(), one.PolicyName, one.Reason, one.IsOfModel ? "llm" : "rules");

    private static Dictionary<string, string> ArgumentsOf(ActionRequest request)
    {
        var arguments = new Dictionary<string, string> { ["namespace"] = request.Namespace };
        if (request.PodName.Length > 0) arguments["pod_name"] = request.PodName;
        if (request.DeploymentName.Length > 0) arguments["deployment_name"] = request.DeploymentName;
        if (request.Action is ActionName.ScaleDeployment) arguments["replicas"] = request.Replicas.ToString(CultureInfo.InvariantCulture);
        if (request.Cluster is { } cluster) arguments["cluster"] = cluster;
        return arguments;
    }
}
