using System.Collections.Immutable;
using AiSre.Grains.Definitions;

namespace AiSre.Console.Definitions;

/// <summary>A text that is not in force.</summary>
/// <param name="Text">As it stands in the field.</param>
/// <param name="Revision">What it was made of; 0 when nothing was in force.</param>
/// <param name="Outcome">What a check has said of it; null before one.</param>
/// <param name="Changes">What it would change; none before a check.</param>
/// <param name="Note">What its author must know before anything else.</param>
public sealed record DraftView(string Text, int Revision, DefinitionsOutcome? Outcome, ImmutableArray<TextDiff> Changes, string? Note = null)
{
    public bool IsWrong => Outcome?.Result is DefinitionsResult.Wrong;

    /// <summary>It may be put as it is.</summary>
    public bool IsChecked => Outcome?.Result is DefinitionsResult.Accepted;
}
