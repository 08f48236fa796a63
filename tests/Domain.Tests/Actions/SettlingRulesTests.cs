using AiSre.Domain.Actions;
using AiSre.Domain.Actions.Verification;
using CsCheck;

namespace AiSre.Domain.Tests.Actions;

public sealed class SettlingRulesTests
{
    [Fact]
    public void Looks_come_farther_and_farther_apart_and_end_after_an_hour()
    {
        var (since, looks) = (TimeSpan.FromSeconds(45), new List<double>());
        while (SettlingRules.NextLook(since) is { } pause)
        {
            looks.Add(pause.TotalSeconds);
            since += pause;
        }
        Assert.Equal([10, 55, 110, 220, 300, 300], looks.Take(6));
        Assert.Equal(SettlingRules.GivesUpAfter, since);
        Assert.InRange(looks.Count, 5, 20);
    }

    [Fact]
    public void No_look_is_sooner_than_a_cluster_can_answer_but_the_one_that_tells_most_and_the_last() => Gen.Int[0, 3_599].Sample(seconds =>
    {
        var since = TimeSpan.FromSeconds(seconds);
        var pause = SettlingRules.NextLook(since)!.Value;
        Assert.InRange(pause.TotalSeconds, 1, 300);
        Assert.True(pause.TotalSeconds >= 15 || since + pause == SettlingRules.MayHappenFor || since + pause == SettlingRules.GivesUpAfter);
        // Nobody looks past the moment from which a look tells more.
        Assert.False(since < SettlingRules.MayHappenFor && since + pause > SettlingRules.MayHappenFor);
    }, iter: 500);

    [Fact]
    public void That_nothing_was_done_is_known_when_nothing_can_be_done_any_more() => Gen.Int[0, 3_600].Sample(seconds =>
    {
        var since = TimeSpan.FromSeconds(seconds);
        var found = SettlingRules.Found(ProviderResult.Failed("It is still there."), since);
        Assert.Equal(since < SettlingRules.MayHappenFor ? ProviderOutcome.Unknown : ProviderOutcome.Failed, found.Outcome);
        Assert.Equal(ProviderOutcome.Succeeded, SettlingRules.Found(ProviderResult.Succeeded("It is gone."), since).Outcome);
        Assert.Equal(ProviderOutcome.Unknown, SettlingRules.Found(null, since).Outcome);
    }, iter: 500);
}
