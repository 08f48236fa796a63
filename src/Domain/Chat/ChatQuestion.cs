namespace AiSre.Domain.Chat;

/// <summary>One question to a chat model. Equal ones have equal answers for a day.</summary>
/// <param name="Purpose">What it is for, with the version of its words: <c>diagnosis-1</c>.</param>
/// <param name="System">Fixed text of ours: the only instructions.</param>
/// <param name="Data">JSON on one line: what others wrote, made safe.</param>
/// <param name="Schema">JSON schema of the answer.</param>
public sealed record ChatQuestion(string Purpose, string System, string Data, string Schema);
