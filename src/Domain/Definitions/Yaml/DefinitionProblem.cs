namespace AiSre.Domain.Definitions.Yaml;

/// <summary>Something that is wrong in a definition, and what would be right.</summary>
/// <param name="File">Name of the document.</param>
/// <param name="Line">Counted from 1.</param>
/// <param name="Column">Counted from 1.</param>
/// <param name="Message">A sentence that says what is allowed. Holds no secret.</param>
[GenerateSerializer, Immutable, Alias("aisre.definition-problem")]
public sealed record DefinitionProblem(
    [property: Id(0)] string File,
    [property: Id(1)] int Line,
    [property: Id(2)] int Column,
    [property: Id(3)] string Message)
{
    /// <summary>As compilers write it, so that editors find the place.</summary>
    public override string ToString() => FormattableString.Invariant($"{File}:{Line}:{Column}: {Message}");
}
