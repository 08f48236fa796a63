using System.Collections.Immutable;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Definitions;

/// <param name="Definitions">Null when something is wrong.</param>
/// <param name="Problems">Everything that is wrong, by place; at most 100.</param>
public sealed record DefinitionsReading(WorkspaceDefinitions? Definitions, ImmutableArray<DefinitionProblem> Problems);
