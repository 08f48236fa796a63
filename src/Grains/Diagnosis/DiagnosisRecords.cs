using AiSre.Domain.Diagnosis;
using AiSre.Domain.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Diagnosis;

/// <summary>What timelines and the audit say of diagnoses.</summary>
internal static class DiagnosisRecords
{
    private const string Actor = "system";

    public static LedgerFacts Found(Incident incident, IncidentDiagnosis found) => new()
    {
        Events = IncidentEvent.Of(incident,
        [
            new(EventTypes.DiagnosisStarted, Actor, found.StartedAt),
            new(EventTypes.DiagnosisCompleted, Actor, found.CompletedAt, EventPayload.Of(
                ("root_cause", found.Cause?.RootCause ?? "Undetermined"), ("cause", found.Cause?.Cause),
                ("component", found.Cause?.Component.ToString()), ("confidence", found.Cause?.Confidence ?? 0))),
        ], null),
    };

    /// <param name="via">The key by which it was said, where that is not the actor's own.</param>
    public static LedgerFacts Said(string workspace, string incidentId, DiagnosisFeedback said, string? via)
    {
        var detail = EventPayload.Of(
            ("correct", said.IsCorrect), ("root_cause", said.RootCause), ("cause", said.Cause), ("component", said.Component),
            ("via", via));
        return new()
        {
            Events = [new(workspace, incidentId, new(EventTypes.DiagnosisFeedback, said.Actor, said.At, detail))],
            Audit =
            [
                new(said.Actor, EventTypes.DiagnosisFeedback, DiagnosisTarget.Kind, incidentId, said.At.ToUnixTimeMilliseconds(), detail),
            ],
        };
    }

    public static LedgerFacts Checked(Incident incident, Prediction known) => new()
    {
        Events = IncidentEvent.Of(incident,
        [
            new(EventTypes.PredictionChecked, Actor, known.CheckedAt!.Value, EventPayload.Of(
                ("cause", known.Cause), ("component", known.Component), ("expected", known.Expected),
                ("outcome", known.Outcome?.ToString().ToLowerInvariant()), ("reason", known.Reason))),
        ], null),
    };
}
