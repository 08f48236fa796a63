using System.Text.RegularExpressions;

namespace AiSre.Architecture.Tests;

/// <summary>What no compiler looks at.</summary>
public sealed partial class SourceTests
{
    /// <summary>As .editorconfig says; a screen shows two such files side by side.</summary>
    private const int Columns = 150;

    [Theory, InlineData("src"), InlineData("tests")]
    public void Lines_fit_a_screen(string folder) => Violations.None($"Lines of more than {Columns} columns",
        from file in House.SourceFiles(folder)
        from line in Code(file)
        where line.Text.Length > Columns && !QuotedInOne().IsMatch(line.Text)
        select $"{House.Relative(file)}:{line.Number}: {line.Text.Length}");

    [Fact]
    public void Keys_of_grains_are_built_in_one_place() => Violations.None("Keys that are built outside of GrainKeys",
        from project in House.Projects
        where project is not "Domain"
        from file in House.SourceFiles($"src/{project}")
        where Path.GetFileName(file) is not "GrainKeys.cs"
        let text = File.ReadAllText(file)
        from Match built in BuiltKey().Matches(text)
        select $"{House.Relative(file)}:{text.AsSpan(0, built.Index).Count('\n') + 1}: {built.Value}");

    /// <summary>Without the lines between triple quotes: what is quoted there is data, and may not be cut.</summary>
    private static IEnumerable<(int Number, string Text)> Code(string file)
    {
        var quoted = false;
        foreach (var (index, line) in File.ReadLines(file).Index())
        {
            if (quoted) quoted = !line.TrimStart().StartsWith("\"\"\"", StringComparison.Ordinal);
            if (quoted) continue;
            yield return (index + 1, line);
            quoted = line.EndsWith("\"\"\"", StringComparison.Ordinal) && !line.TrimStart().StartsWith("\"\"\"", StringComparison.Ordinal);
        }
    }

    /// <summary>The same on one line.</summary>
    [GeneratedRegex(@"\x22{3}.*\x22{3}")]
    private static partial Regex QuotedInOne();

    /// <summary>A text with a hole or a plus that is handed to GetGrain or GrainId.Create, and a workspace before a slash anywhere.</summary>
    [GeneratedRegex(@"GetGrain(<[^>]*>)?\([^;\n]*?(\$""|\+ *"")|GrainId\.Create\([^;\n]*\$""|\$""\{[\w.]*[wW]orkspace\}/")]
    private static partial Regex BuiltKey();
}
