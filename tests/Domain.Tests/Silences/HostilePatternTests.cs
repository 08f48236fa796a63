using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Domain.Silences;

namespace AiSre.Domain.Tests.Silences;

/// <summary>Who may only look can ask what any expression would match. Whatever it is, it costs little and leaves nothing behind.</summary>
[Collection(Alone)]
public class HostilePatternTests
{
    /// <summary>What other tests hold meanwhile would be counted too.</summary>
    private const string Alone = "hostile patterns, alone";

    private const int Incidents = 20;
    private const int Previews = 1_000;

    /// <summary>Far below what lazily built automata of these expressions take, which is gigabytes.</summary>
    private const long Growth = 50 << 20;

    [Fact]
    public void A_thousand_hostile_previews_leave_no_memory_behind()
    {
        var incidents = Enumerable.Range(0, Incidents).Select(Incident).ToList();
        Preview(0);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 1; i <= Previews; i++)
        {
            Preview(i);
            if (i % 100 == 0) Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, Growth);
        }

        void Preview(int number)
        {
            // No two are the same, so that nothing that is kept by text can hide.
            Matcher[] matchers =
            [
                new() { Name = "source", Value = "webhook" },
                .. Enumerable.Range(0, 19).Select(i => new Matcher
                {
                    Name = "title", Value = $"X{number}-{i}|(?:.*[a-m].{{25}}[n-z].{{3}}Z)", IsRegex = true, IsEqual = false,
                }),
            ];
            Assert.Empty(SilenceCheck.Matchers(matchers));
            // Spread over the previews: each has a few, and all of them have been looked at by many.
            Assert.True(SilenceRules.Matches(matchers, incidents[number % Incidents]));
        }
    }

    [Fact]
    public void What_is_refused_leaves_no_memory_behind_either()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < 4_100; i++)
            Assert.NotEmpty(SilenceCheck.Matchers([new() { Name = "a", Value = $"{i}(.*[a-z].{{900}}){{5}}.{{900}}", IsRegex = true }]));
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, Growth);
    }

    [Fact]
    public void Nothing_is_undecided_however_large_an_expression_is()
    {
        // These once took so long that they counted as "does not match" from then on, for everybody: negated, they silenced all.
        var matcher = new Matcher { Name = "title", Value = "(.*){1000}x", IsRegex = true, IsEqual = false };
        Assert.True(matcher.Matches(new string('a', 256)));
        Assert.False(matcher.Matches("x"));
        Assert.False(matcher.Matches(new string('a', 255) + "x"));
        Assert.True(matcher.Matches(new string('a', 500)));
        Assert.False(matcher.Matches("x"));
    }

    [Fact]
    public void All_expressions_of_a_silence_count_together()
    {
        var large = new Matcher { Name = "title", Value = "[a-z]{900}", IsRegex = true };
        Assert.Empty(SilenceCheck.Matchers([.. Enumerable.Repeat(large, 5)]));
        var (field, message) = Assert.Single(SilenceCheck.Matchers([.. Enumerable.Repeat(large, 9)]));
        Assert.Equal("matchers.5.value", field);
        Assert.Contains("5000 steps", message, StringComparison.Ordinal);
        // As long as values may be, without repetitions they always fit.
        var hosts = string.Join('|', Enumerable.Range(0, 80).Select(i => $"host-{i:00000000}"))[..1_000];
        Assert.Empty(SilenceCheck.Matchers([.. Enumerable.Repeat(new Matcher { Name = "n", Value = hosts, IsRegex = true }, 4)]));
    }

    private static Incident Incident(int number) => new()
    {
        Id = $"inc-{number}", Workspace = "ws", Title = $"{number} of {string.Concat(Enumerable.Repeat("abcmnopqrs", 24))}",
        Severity = Severity.Critical, Source = "webhook", CreatedAt = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
        Subject = AlertSubject.None, Labels = AlertLabels.Sorted([]),
    };

    [CollectionDefinition(Alone, DisableParallelization = true)]
    public sealed class RunsAlone;
}
