using AiSre.Console.IncidentDetail.Words;

namespace AiSre.Console.IncidentDetail;

/// <summary>One of the three answers below the headline.</summary>
/// <param name="Question">What burns, who has it, what happens next.</param>
/// <param name="Says">In few words.</param>
/// <param name="More">What else is to be known.</param>
public sealed record Answer(string Question, Sentence Says, Sentence More)
{
    /// <summary>Null: ink.</summary>
    public string? Tone { get; init; }
}
