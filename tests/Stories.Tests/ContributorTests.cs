using System.Text.RegularExpressions;
using AiSre.TestHost;

namespace AiSre.Stories.Tests;

/// <summary>What CONTRIBUTING.md tells a contributor to type is there to be run.</summary>
public sealed partial class ContributorTests
{
    [Fact]
    public void Each_call_of_the_tests_that_it_shows_finds_tests()
    {
        var text = File.ReadAllText(Path.Combine(SiloBuild.Root, "CONTRIBUTING.md"));
        var calls = Call().Matches(text).Select(match => (Project: match.Groups[1].Value, Part: match.Groups[2].Value)).ToList();
        Assert.Contains(("Domain", ""), calls);
        Assert.Contains(calls, call => call.Part.Length > 0);
        foreach (var (project, part) in calls.Where(call => call.Project is not "fast"))
        {
            var folders = Directory.GetDirectories(Path.Combine(SiloBuild.Root, "tests"), $"*{project}*.Tests");
            Assert.True(folders.Length > 0, $"No project is called {project}.");
            var sources = folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
                .Select(File.ReadAllText);
            Assert.True(sources.Any(source => source.Contains(part, StringComparison.Ordinal)), $"No test of {project} is called {part}.");
        }
        var names = TestName().Matches(text).Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(names);
        var all = string.Concat(Directory.EnumerateFiles(Path.Combine(SiloBuild.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith("ContributorTests.cs", StringComparison.Ordinal)).Select(File.ReadAllText));
        Assert.All(names, name => Assert.Contains($" {name}(", all, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_script_explains_itself_and_refuses_what_it_does_not_know()
    {
        using var newcomer = new Newcomer { Folder = SiloBuild.Root };
        var steps = await newcomer.PasteAsync("./test --help", "! ./test Nonsense 2>&1", "! ./test --nonsense 2>&1");
        Assert.Contains("./test Grains Snooze", steps[0], StringComparison.Ordinal);
        Assert.Contains("data/test-logs", steps[0], StringComparison.Ordinal);
        Assert.Contains("has \"Nonsense\" in its name", steps[1], StringComparison.Ordinal);
        Assert.Contains("There is no option --nonsense", steps[2], StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\./test ([A-Za-z]\w*)(?: ([A-Z]\w+))?")]
    private static partial Regex Call();

    [GeneratedRegex("`([A-Z][a-z]+(?:_[A-Za-z]+)+)`")]
    private static partial Regex TestName();
}
