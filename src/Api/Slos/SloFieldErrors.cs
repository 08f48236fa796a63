using System.Text.RegularExpressions;
using AiSre.Api.Errors;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Api.Slos;

/// <summary>What a reader of files says of a JSON body, with the field that it is about.</summary>
internal static partial class SloFieldErrors
{
    public static FieldError Of(DefinitionProblem problem, JsonElement body)
    {
        // Readers name a key in quotes, what is missing as what is wrong; the longest that the body can have is meant.
        var field = Quoted().Matches(problem.Message).Select(match => match.Groups[1].Value).FirstOrDefault(IsField);
        IReadOnlyList<string> loc = field is null ? ["body"] : ["body", field];
        return new(loc, problem.Message) { Line = problem.Line, Column = problem.Column };

        bool IsField(string name) => Names.Contains(name) || (body.ValueKind is JsonValueKind.Object && body.TryGetProperty(name, out _));
    }

    private static readonly HashSet<string> Names = new([.. SloSection.ItemKeys, SloSection.SectionName], StringComparer.Ordinal);

    [GeneratedRegex("'([a-z_]+)'")]
    private static partial Regex Quoted();
}
