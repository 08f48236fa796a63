using System.Collections.Immutable;
using AiSre.Diagnosis.Scenes;
using AiSre.Integrations.Diagnosis;

namespace AiSre.Integrations.Tests.Diagnosis;

public sealed class LogBudgetTests
{
    [Fact]
    public void Short_logs_stay_as_they_are()
    {
        var logs = ImmutableArray.Create(Log("a", "one", "one", "two"));
        Assert.Equal(logs, LogBudget.Fit(logs, 200));
    }

    [Fact]
    public void Long_ones_lose_what_is_said_again_and_again_and_keep_what_complains()
    {
        var chatter = Enumerable.Range(0, 4_000).Select(i => $"GET /cart/{i} took {i % 7} ms");
        var letters = Enumerable.Range(0, 2_000).Select(i => $"item {new string((char)('a' + (i % 26)), 1 + (i / 26))}");
        var fitted = LogBudget.Fit([Log("a", ["java.net.UnknownHostException: db", .. letters, .. chatter]), Log("b", "ready")], 4_000);

        Assert.Equal("java.net.UnknownHostException: db", fitted[0].Lines[0]);
        Assert.Equal(chatter.TakeLast(3), fitted[0].Lines.Where(line => line.StartsWith("GET", StringComparison.Ordinal)));
        Assert.Equal((chatter.Last(), letters.Last()), (fitted[0].Lines[^1], fitted[0].Lines[^4]));
        Assert.Equal(["ready"], fitted[1].Lines);
        Assert.InRange(fitted.Sum(log => log.Lines.Sum(line => line.Length + 1)), LogBudget.Most / 2, LogBudget.Most);
    }

    [Fact]
    public void Of_more_lines_than_are_wanted_those_stay_that_complain_and_the_last()
    {
        ImmutableArray<string> lines =
            [.. Enumerable.Range(0, 500).Select(i => i == 7 ? "panic: nil map" : i % 2 == 0 ? $"login {i} failed" : $"served {i}")];

        var fitted = LogBudget.Fit([Log("a", lines)], 6).Single().Lines;

        Assert.Equal(["panic: nil map", "login 494 failed", "login 496 failed", "served 497", "login 498 failed", "served 499"], fitted);
    }

    [Fact]
    public void The_line_that_complains_is_not_lost_for_being_long()
    {
        var fitted = LogBudget.Fit([.. Enumerable.Range(0, 60).Select(i => Log($"p{i}", $"fatal: {new string('x', 990)}", "bye"))], 50);

        Assert.All(fitted, log => Assert.StartsWith("fatal: x", log.Lines[0], StringComparison.Ordinal));
        Assert.InRange(fitted.Sum(log => log.Lines.Sum(line => line.Length + 1)), LogBudget.Most / 2, LogBudget.Most);
    }

    private static ContainerLog Log(string pod, params ImmutableArray<string> lines) => new("shop", pod, "main", false, lines);
}
