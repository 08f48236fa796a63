using System.Collections.Immutable;
using AiSre.Domain.Diagnosis;
using AiSre.Domain.Incidents;
using AiSre.Grains;
using AiSre.Grains.Diagnosis;

namespace AiSre.Console.IncidentDetail.Panels;

/// <summary>Why it happened, as far as somebody has looked.</summary>
/// <param name="Found">Null: nobody has looked yet.</param>
/// <param name="Hypotheses">The likeliest first.</param>
/// <param name="ModelClaims">What a chat model claims, as far as the evidence carries it.</param>
/// <param name="Missing">What could not be looked at.</param>
/// <param name="IsOver">The incident is: nothing needs to be done any more.</param>
public sealed record DiagnosisView(
    string IncidentId, IncidentDiagnosis? Found, ImmutableArray<ShownHypothesis> Hypotheses, ImmutableArray<ShownClaim> ModelClaims,
    ImmutableArray<Evidence> Missing, bool IsOver)
{
    /// <summary>Which answer it is, so that nobody judges one that he has not seen.</summary>
    internal static string Names(IncidentDiagnosis found) =>
        found.Cause is { } cause ? $"{cause.Cause} {cause.Component}" : DiagnosisVerdict.Undetermined;

    /// <summary>What became of what the cause predicts; null: it is not known yet.</summary>
    public Prediction? Checked => Found is { Cause: { } cause } found
        ? found.Predictions.LastOrDefault(one => one.Cause == cause.Cause && one.Outcome is not null)
        : null;

    /// <summary>Shows what the last look gave. Looking takes long and reads a cluster, so that somebody must ask for it.</summary>
    internal static async Task<DiagnosisView?> LoadAsync(ShownIncident shown)
    {
        var found = await shown.Grains.GetGrain<IDiagnosisGrain>(GrainKeys.Incident(shown.Workspace, shown.Id)).LastAsync();
        var isOver = shown.Incident.Phase is IncidentPhase.Resolved;
        if (found is null) return new(shown.Id, null, [], [], [], isOver);
        var evidence = new ShownEvidence(found.Report.Evidence);
        return new(
            shown.Id, found, [.. found.Report.Hypotheses.Select((said, i) => ShownHypothesis.Of(i + 1, said, evidence))],
            [.. (found.Opinion?.Claims ?? []).Select(claim => evidence.Beside(claim.Text, claim.EvidenceIds) with { Quote = claim.Quote })],
            [.. found.Report.Evidence.Where(item => item.Kind is EvidenceKind.Unavailable)], isOver);
    }
}
