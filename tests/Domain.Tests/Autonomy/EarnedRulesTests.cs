using AiSre.Domain.Actions;
using AiSre.Domain.Autonomy;
using CsCheck;

namespace AiSre.Domain.Tests.Autonomy;

public sealed class EarnedRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Oldest first, two hours apart: + helped, - failed, ? could not be verified, . is still to be seen.</summary>
    [Theory]
    [InlineData("+++++", 5, 0, 5)]
    [InlineData("+++-", 3, 1, 0)]
    [InlineData("+++-++", 5, 1, 2)]
    [InlineData("++?+", 3, 0, 3)]
    [InlineData("++.", 2, 0, 2)]
    [InlineData("-", 0, 1, 0)]
    public void A_failure_takes_away_at_once_what_was_earned(string history, int verified, int failures, int inARow)
    {
        var trust = Assert.Single(EarnedRules.Of(Log(history, 120)));
        Assert.Equal((verified, failures, 0, inARow), (trust.Verified, trust.Failures, trust.Reversals, trust.InARow));
    }

    [Fact]
    public void What_has_to_be_done_again_within_an_hour_had_not_helped()
    {
        var trust = Assert.Single(EarnedRules.Of(Log("++", 60)));
        Assert.Equal((1, 1, 1), (trust.Verified, trust.Reversals, trust.InARow));
        Assert.Equal((2, 0), Assert.Single(EarnedRules.Of(Log("++", 61))) is var both ? (both.Verified, both.Reversals) : default);
        var mixed = EarnedRules.Of([.. Log("+++", 120), Scale(2, 5, 1), Scale(5, 2, 2)]);
        Assert.Equal(0, Assert.Single(mixed, trust => trust.Action is ActionName.RestartPod).Reversals);
    }

    [Fact]
    public void A_scale_that_is_taken_back_was_none_that_helped()
    {
        Assert.Equal(1, Assert.Single(EarnedRules.Of([Scale(2, 5, 0), Scale(5, 2, 30)])).Reversals);
        Assert.Equal(0, Assert.Single(EarnedRules.Of([Scale(2, 5, 0), Scale(5, 8, 30)])).Reversals);
    }

    [Fact]
    public void What_was_done_again_or_taken_back_before_anybody_looked_had_not_helped_either()
    {
        var again = Assert.Single(EarnedRules.Of([.. Log("++", 120), .. Log(".+", 1).Select(entry => entry with { At = entry.At.AddHours(4) })]));
        Assert.Equal((3, 1, 1), (again.Verified, again.Reversals, again.InARow));
        var undone = EarnedRules.Of([Scale(2, 5, 0) with { Result = LoggedResult.Pending }, Scale(5, 2, 1)]);
        Assert.Equal((1, 1), Assert.Single(undone) is var trust ? (trust.Reversals, trust.Verified) : default);
    }

    [Fact]
    public void Trust_is_for_one_action_and_one_service_and_an_incident_without_a_service_earns_nothing()
    {
        var earned = EarnedRules.Of([.. Log("++", 120), .. Log("+", 120, "web"), .. Log("+++", 120, null)]);
        Assert.Equal(["cart 2", "web 1"], earned.Select(trust => $"{trust.Service} {trust.InARow}"));
        Assert.Equal((2, 0, 0, 0), (
            EarnedRules.InARow(earned, ActionName.RestartPod, "cart"), EarnedRules.InARow(earned, ActionName.ScaleDeployment, "cart"),
            EarnedRules.InARow(earned, ActionName.RestartPod, "other"), EarnedRules.InARow(earned, ActionName.RestartPod, null)));
    }

    [Fact]
    public void After_a_failure_nothing_is_left_whatever_came_before() =>
        Gen.String[Gen.OneOfConst('+', '-', '?', '.'), 0, 20].Sample(history =>
            Assert.Equal(0, Assert.Single(EarnedRules.Of(Log(history + "-", 120))).InARow));

    private static IEnumerable<LoggedAction> Log(string history, int minutes, string? service = "cart") => history.Select((what, i) =>
        new LoggedAction
    {
        Action = ActionName.RestartPod, At = Now.AddMinutes(minutes * i), Service = service, Workload = $"east/shop/Deployment/{service}",
        Result = what switch
        {
            '+' => LoggedResult.Helped,
            '?' => LoggedResult.Unverified,
            '.' => LoggedResult.Pending,
            _ => LoggedResult.Failed,
        },
    });

    private static LoggedAction Scale(int before, int after, int minute) => new()
    {
        Action = ActionName.ScaleDeployment, At = Now.AddMinutes(minute), Service = "cart", Workload = "east/shop/Deployment/cart",
        Result = LoggedResult.Helped, Replicas = after, ReplicasBefore = before,
    };
}
