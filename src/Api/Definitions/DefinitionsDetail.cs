using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Api.Definitions;

/// <summary>What <c>/health</c> says about definitions that are wrong: where, and not what, because everybody may read it.</summary>
public static class DefinitionsDetail
{
    public static string Of(IReadOnlyList<DefinitionProblem> problems) =>
        $"The definition files are wrong in {problems.Count} {(problems.Count == 1 ? "place" : "places")}, " +
        $"first in {problems[0].File}, line {problems[0].Line}; the earlier definitions stay in force.";
}
