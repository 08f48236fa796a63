using System.Collections.Immutable;
using AiSre.Domain.Chat;
using AiSre.Domain.Diagnosis;
using AiSre.Domain.Diagnosis.Opinions;
using AiSre.Grains.Chat;

namespace AiSre.Grains.Diagnosis;

/// <summary>Asks a chat model what it makes of the evidence that the rules had.</summary>
public sealed class ModelOpinions(ChatAsker asker, TimeProvider clock)
{
    /// <summary>Of the whole diagnosis, so that there is an answer before whoever asked has gone.</summary>
    private static readonly TimeSpan Until = TimeSpan.FromSeconds(22);

    /// <param name="told">The incident.</param>
    /// <param name="report">What was seen, and what the rules make of it.</param>
    /// <param name="similar">Incidents of before.</param>
    /// <param name="isWanted">Somebody asked for it: then it is asked even where the rules are sure.</param>
    /// <param name="started">When the diagnosis began.</param>
    /// <returns>What is left of it, or why there is none.</returns>
    public async Task<ModelOpinion> AskAsync(
        ToldSymptom told, DiagnosisReport report, ImmutableArray<SimilarCase> similar, bool isWanted, DateTimeOffset started)
    {
        var workspace = told.Incident.Workspace;
        if (asker.WhyNot(workspace) is { } reason) return ModelOpinion.None(reason);
        if (!isWanted && report.Hypotheses is [{ Confidence: >= DiagnosisRules.SureEnough }, ..]) return ModelOpinion.None(ChatReasons.NotNeeded);
        if (OpinionPrompt.Of(told.Symptom, report.EverythingSeen(similar)) is not var (question, sent))
            return ModelOpinion.None(ChatReasons.NothingToRead);
        var asked = await asker.AskAsync(workspace, question, started + Until - clock.GetUtcNow(), OpinionReader.Read);
        if (asked.Answer is not { } raw) return ModelOpinion.None(asked.Reason ?? ChatReasons.Unavailable);
        return OpinionGrounding.Of(raw, sent, asker.Model) ?? ModelOpinion.None(ChatReasons.Ungrounded);
    }
}
