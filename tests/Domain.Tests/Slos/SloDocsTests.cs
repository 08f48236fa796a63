using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Slos.Importing;
using AiSre.Domain.Tests.Definitions;

namespace AiSre.Domain.Tests.Slos;

/// <summary>What docs/slos.md shows works as it says.</summary>
public sealed partial class SloDocsTests
{
    private static readonly string Page = Read();

    [Fact]
    public void Its_definitions_are_right()
    {
        var ours = Blocks("yaml").Where(text => text.StartsWith("slos:", StringComparison.Ordinal)).ToList();
        Assert.Equal([1, 3], ours.Select(text => Texts.Right(Texts.Files(text, name: "slos/a.yaml")).Of(SloSection.Key).Length));
    }

    [Fact]
    public void Its_import_gives_what_it_shows()
    {
        var foreign = Blocks("yaml").Single(text => text.StartsWith("version:", StringComparison.Ordinal));
        var import = SloImporter.Import(Texts.Documents(("sloth.yaml", foreign)), "default");
        Assert.Equal(
            Assert.Single(Blocks("text")), string.Concat(import.Report.Select(line => $"# {line}\n")) + SloYaml.Write(import.Slos));
    }

    private static IEnumerable<string> Blocks(string language) =>
        Fenced().Matches(Page).Where(block => block.Groups["language"].Value == language).Select(block => block.Groups["text"].Value);

    private static string Read([CallerFilePath] string here = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "docs", "slos.md")).ReplaceLineEndings("\n");

    [GeneratedRegex("^```(?<language>[a-z]+)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();
}
