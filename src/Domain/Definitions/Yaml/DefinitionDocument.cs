namespace AiSre.Domain.Definitions.Yaml;

/// <summary>One YAML text, as its author wrote it: references to environment variables are still references.</summary>
/// <param name="Name">What problems call it: the path below the folder of definitions, or <c>body</c> for what the API got.</param>
/// <param name="Text">At most 256 KB.</param>
[GenerateSerializer, Immutable, Alias("aisre.definition-document")]
public sealed record DefinitionDocument(
    [property: Id(0)] string Name,
    [property: Id(1)] string Text);
