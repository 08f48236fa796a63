using System.Collections.Immutable;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Definitions.Reading;

/// <summary>What is wrong in the documents that are being read.</summary>
public sealed class ProblemList
{
    private const int MaxProblems = 100;

    public List<DefinitionProblem> All { get; } = [];

    public void Add(TextPlace place, string message) => All.Add(place.Problem(message));

    /// <summary>By place, each once, at most 100.</summary>
    public ImmutableArray<DefinitionProblem> Sorted(ImmutableArray<DefinitionDocument> documents)
    {
        var order = documents.Select((document, index) => (document.Name, index)).GroupBy(entry => entry.Name)
            .ToDictionary(group => group.Key, group => group.First().index);
        return
        [
            .. All.Distinct().OrderBy(problem => order.GetValueOrDefault(problem.File)).ThenBy(problem => problem.Line)
                .ThenBy(problem => problem.Column).Take(MaxProblems),
        ];
    }
}
