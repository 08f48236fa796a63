using System.Collections.Immutable;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;
using AiSre.Integrations;

namespace AiSre.Domain.Tests.Definitions;

/// <summary>Definitions as tests write them: a § stands before every place where a problem is expected.</summary>
internal static class Texts
{
    public static readonly DefinitionsReader Reader = new(DefinitionSections.Of(Channels.Types));

    public static readonly Dictionary<string, string> NoVariables = [];

    public static ImmutableArray<DefinitionDocument> Documents(params ReadOnlySpan<(string Name, string Text)> files)
    {
        var documents = ImmutableArray.CreateBuilder<DefinitionDocument>();
        foreach (var (name, text) in files) documents.Add(new(name, text));
        return documents.ToImmutable();
    }

    public static DefinitionsReading Files(string text, Dictionary<string, string>? variables = null, string name = "all.yaml") =>
        Reader.ReadFiles(Documents((name, text)), variable => (variables ?? NoVariables).GetValueOrDefault(variable));

    public static DefinitionsReading Own(string text, AllowedTargets? allowed = null) =>
        Reader.ReadOwn(Documents(("body", text)), allowed ?? AllowedTargets.None);

    public static WorkspaceDefinitions Right(DefinitionsReading reading)
    {
        Assert.True(reading.Definitions is not null, string.Join(Environment.NewLine, reading.Problems));
        Assert.Empty(reading.Problems);
        return reading.Definitions;
    }

    /// <summary>The text without its marks, and where they were.</summary>
    public static (string Text, List<(int Line, int Column)> Marks) Unmark(string text)
    {
        var marks = new List<(int, int)>();
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            for (int at; (at = lines[i].IndexOf('§', StringComparison.Ordinal)) >= 0;)
            {
                marks.Add((i + 1, at + 1));
                lines[i] = lines[i].Remove(at, 1);
            }
        }
        return (string.Join('\n', lines), marks);
    }

    /// <summary>The problems are where the marks are, and the first says this.</summary>
    public static void AssertProblems(string marked, string says, Func<string, DefinitionsReading> read)
    {
        var (text, marks) = Unmark(marked);
        var reading = read(text);
        Assert.Null(reading.Definitions);
        Assert.Equal(marks, reading.Problems.Select(problem => (problem.Line, problem.Column)));
        Assert.Contains(says, reading.Problems[0].Message, StringComparison.Ordinal);
    }
}
