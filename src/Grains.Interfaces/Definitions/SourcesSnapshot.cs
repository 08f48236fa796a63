using System.Collections.Immutable;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Grains.Definitions;

/// <summary>What a process of the API needs to know of a workspace's definitions: how its own tools write. Holds no secret.</summary>
/// <param name="Stamp">Changes with everything that the workspace has defined; 0 when it has defined nothing.</param>
/// <param name="Documents">Those that have the section <c>sources</c>, and that section alone.</param>
[GenerateSerializer, Immutable, Alias("aisre.sources-snapshot")]
public sealed record SourcesSnapshot(
    [property: Id(0)] long Stamp,
    [property: Id(1)] ImmutableArray<DefinitionDocument> Documents);
