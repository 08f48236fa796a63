using AiSre.Domain.Diagnosis;

namespace AiSre.Grains.Diagnosis;

/// <summary>
/// Why an incident happened, as far as can be seen: looked for once however many ask at once, and again when it is old or the incident has changed.
/// Key: <see cref="GrainKeys.Incident"/>.
/// </summary>
[Alias("aisre.diagnosis-grain")]
public interface IDiagnosisGrain : IGrainWithStringKey
{
    /// <param name="logLimit">Lines of each container's log, 1 to 200.</param>
    /// <param name="refresh">Look again, whatever is known.</param>
    /// <param name="withModel">Ask the chat model too, even where the rules are sure.</param>
    /// <returns>Null: there is no such incident.</returns>
    [Alias("get"), Idempotent, ResponseTimeout("00:00:29")]
    Task<IncidentDiagnosis?> GetAsync(int logLimit, bool refresh, bool withModel = false);

    /// <summary>What the last look gave, however long ago; null: nobody has looked yet.</summary>
    [Alias("last"), Idempotent]
    Task<IncidentDiagnosis?> LastAsync();

    /// <summary>Somebody says whether the cause that was named first is the cause. What he says later takes the place of it.</summary>
    /// <param name="isCorrect">Of an undetermined diagnosis: there was nothing to find.</param>
    /// <param name="rootCause">What it was, in his words; null: he does not say.</param>
    /// <param name="actor">Who.</param>
    /// <returns>The diagnosis with it; null: nobody has looked yet.</returns>
    [Alias("feedback"), Idempotent]
    Task<IncidentDiagnosis?> FeedbackAsync(bool isCorrect, string? rootCause, string actor);
}
