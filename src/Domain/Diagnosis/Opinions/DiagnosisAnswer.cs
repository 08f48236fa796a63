using System.Collections.Immutable;
using AiSre.Domain.Alerts;

namespace AiSre.Domain.Diagnosis.Opinions;

/// <summary>What people read of a diagnosis: the rules' answer and, where there is one, the model's beside it.</summary>
/// <param name="Cause">The rules' hypothesis, where that is what is said; null: undetermined, or a model's own idea.</param>
/// <param name="RootCause">Null: undetermined.</param>
/// <param name="Summary">Null: undetermined.</param>
/// <param name="Claims">The model's.</param>
/// <param name="Alternatives">What is not said, and by whom it was.</param>
/// <param name="GeneratedBy"><c>rules</c>, <c>rules+llm</c> or <c>llm</c>.</param>
public sealed record DiagnosisAnswer(
    Hypothesis? Cause, string? RootCause, string? Summary, double Confidence, ImmutableArray<QuotedClaim> Claims,
    ImmutableArray<OtherAnswer> Alternatives, string GeneratedBy)
{
    private const string ByRules = "rules", ByModel = "llm", ByBoth = "rules+llm";

    /// <summary>However sure a model is that has no rule beside it.</summary>
    private const double MostOfModel = 0.7;

    /// <summary>What a model's confidence counts beside a rule's.</summary>
    private const double BesideAgreeing = 0.5, BesideDisagreeing = 0.6;

    public static DiagnosisAnswer Of(IncidentDiagnosis found)
    {
        var (cause, model) = (found.Cause, found.Opinion);
        if (model is not { IsUsed: true }) return OfRules(cause);
        var most = found.Report.Cluster is null ? ConfidenceRules.MostFromAlertAlone : 1;
        if (cause is null)
        {
            var alone = Rounded(Math.Min(Math.Min(model.Confidence, MostOfModel) * model.GroundedShare, most));
            return alone < DiagnosisRules.LeastConfidence ? OfRules(null) : OfModel(model, alone, ByModel, []);
        }

        if (Agree(cause, model))
        {
            var both = 1 - ((1 - cause.Confidence) * (1 - (BesideAgreeing * model.Confidence)));
            return OfRules(cause) with
            {
                Summary = model.Summary, Confidence = Rounded(Math.Max(cause.Confidence, Math.Min(both, Math.Min(ConfidenceRules.Most, most)))),
                Claims = model.Claims, GeneratedBy = ByBoth,
            };
        }

        var other = Rounded(Math.Min(BesideDisagreeing * model.Confidence, most));
        return other > cause.Confidence
            ? OfModel(model, other, ByBoth, [new(cause.RootCause, cause.Confidence, ByRules)])
            : OfRules(cause) with { Claims = model.Claims, Alternatives = [new(model.RootCause, other, ByModel)], GeneratedBy = ByBoth };
    }

    /// <summary>
    /// On the kind of failure. Where the rules' has no name of that kind: on the component, and on what shows it.
    /// </summary>
    private static bool Agree(Hypothesis cause, ModelOpinion model)
    {
        if (cause.Pattern != FailurePatterns.Unknown) return FailurePatterns.All(model.RootCause, model.Summary).Contains(cause.Pattern);
        return model.RootCause.Contains(cause.Component.Name, StringComparison.OrdinalIgnoreCase)
            && model.Claims.Any(claim => claim.EvidenceIds.Intersect(cause.Claims[0].EvidenceIds).Any());
    }

    private static DiagnosisAnswer OfRules(Hypothesis? cause) => new(
        cause, cause?.RootCause, cause is null ? null : string.Join(' ', cause.Claims.Select(claim => claim.Text)), cause?.Confidence ?? 0, [], [],
        ByRules);

    private static DiagnosisAnswer OfModel(ModelOpinion model, double confidence, string by, ImmutableArray<OtherAnswer> alternatives) =>
        new(null, model.RootCause, model.Summary, confidence, model.Claims, alternatives, by);

    private static double Rounded(double confidence) => Math.Round(confidence, 2);
}

/// <param name="GeneratedBy"><c>rules</c> or <c>llm</c>.</param>
public sealed record OtherAnswer(string RootCause, double Confidence, string GeneratedBy);
