using AiSre.Console.Parts;
using AiSre.Domain.Diagnosis;
using AiSre.Domain.Incidents;
using static AiSre.Console.IncidentDetail.Words.Sentence;

namespace AiSre.Console.IncidentDetail.Words;

/// <summary>A diagnosis in words of people.</summary>
internal static class DiagnosisWords
{
    public static TimelineLine? Of(TimelineEvent said, SaidPayload payload) => said.Type switch
    {
        EventTypes.DiagnosisStarted => new(said.At, TimelineTopic.Alerts, "search", $"Looked for the cause"),
        EventTypes.DiagnosisCompleted => new(said.At, TimelineTopic.Alerts, "search", payload.Text("cause") is null
            ? Say($"{new LinkTo("#diagnosis", "Diagnosis")}: undetermined")
            : Say($"{new LinkTo("#diagnosis", "Diagnosis")}: {Confidence(payload)}, {payload.Text("root_cause")}")),
        EventTypes.DiagnosisFeedback => new(
            said.At, TimelineTopic.People, payload.Is("correct") ? "circle-check" : "circle-x",
            payload.Is("correct") ? Say($"{new Strong(said.Actor)} called the diagnosis right")
                : Say($"{new Strong(said.Actor)} called the diagnosis wrong"))
        { Quote = payload.Text("root_cause") },
        EventTypes.PredictionChecked => new(said.At, TimelineTopic.Alerts, "search", $"The diagnosis was tried: {payload.Text("reason")}"),
        _ => null,
    };

    private static string Confidence(SaidPayload payload) => HistoryWords.Number(payload.Number("confidence") ?? 0);

    /// <summary>Whether what would be seen was seen.</summary>
    public static string Word(PredictionOutcome? outcome) => outcome switch
    {
        PredictionOutcome.Held => "it came as predicted",
        PredictionOutcome.Failed => "it did not come as predicted",
        _ => "nobody can tell whether it came as predicted",
    };

    public static string Tone(PredictionOutcome? outcome) => outcome switch
    {
        PredictionOutcome.Held => "ok",
        PredictionOutcome.Failed => "high",
        _ => "calm",
    };

    public static string Icon(PredictionOutcome? outcome) => outcome switch
    {
        PredictionOutcome.Held => "circle-check",
        PredictionOutcome.Failed => "circle-x",
        _ => "circle-dashed",
    };

    /// <summary>How sure it is.</summary>
    public static string Sure(double confidence) => confidence switch
    {
        >= 0.85 => "very likely",
        >= 0.6 => "likely",
        >= DiagnosisRules.LeastConfidence => "possible",
        _ => "unlikely",
    };

    public static string Kind(EvidenceKind kind) => kind switch
    {
        EvidenceKind.Resource => "object",
        EvidenceKind.Slo => "objective",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
