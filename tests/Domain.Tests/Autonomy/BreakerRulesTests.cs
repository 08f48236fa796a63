using System.Collections.Immutable;
using AiSre.Domain.Actions;
using AiSre.Domain.Actions.Cases;
using AiSre.Domain.Autonomy;
using AiSre.Domain.Kubernetes;

namespace AiSre.Domain.Tests.Autonomy;

public sealed class BreakerRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Oldest first: + helped, - failed, ? could not be verified, . is still to be seen, p a person's failure.</summary>
    [Theory]
    [InlineData("", false)]
    [InlineData("--", false)]
    [InlineData("---", true)]
    [InlineData("???", true)]
    [InlineData("-?-", true)]
    [InlineData("+---", true)]
    [InlineData("---+", false)]
    [InlineData("--+-", false)]
    [InlineData("---..", true)]
    [InlineData("--.", false)]
    [InlineData("--p", false)]
    [InlineData("-p--", true)]
    public void Three_failures_in_a_row_of_its_own_stop_autonomy(string history, bool stops) =>
        Assert.Equal(stops, BreakerRules.Failures(Log(history), Now.AddHours(-1)) is not null);

    [Fact]
    public void Only_the_last_hour_counts_and_nothing_from_before_a_reset()
    {
        Assert.Null(BreakerRules.Failures(Log("---"), Now.AddMinutes(-2)));
        var none = ImmutableDictionary<string, DateTimeOffset>.Empty;
        Assert.Equal(Now.AddHours(-1), BreakerRules.Since(none, "workspace", Now));
        Assert.Equal(Now.AddMinutes(-5), BreakerRules.Since(none.Add("workspace", Now.AddMinutes(-5)), "workspace", Now));
        Assert.Equal(Now.AddHours(-1), BreakerRules.Since(none.Add("workspace", Now.AddHours(-5)), "workspace", Now));
        Assert.Equal(Now.AddHours(-1), BreakerRules.Since(none.Add("workload/x", Now.AddMinutes(-5)), "workspace", Now));
    }

    [Theory]
    [InlineData(3, false)]
    [InlineData(4, true)]
    public void More_than_three_restarts_of_a_workload_in_an_hour_stop_autonomy_there(int restarts, bool stops)
    {
        var past = Enumerable.Range(1, restarts).Select(i => new PastAction(Now.AddMinutes(-i), ActionName.RestartPod, "cart"))
            .Append(new(Now.AddMinutes(-1), ActionName.RestartPod, "web")).Append(new(Now.AddMinutes(-1), ActionName.ScaleDeployment, "cart"))
            .Append(new(Now.AddMinutes(-61), ActionName.RestartPod, "cart")).ToList();
        Assert.Equal(stops, BreakerRules.Restarts(past, "cart", Now.AddHours(-1)) is not null);
        Assert.Null(BreakerRules.Restarts(past, "web", Now.AddHours(-1)));
        Assert.Null(BreakerRules.Restarts(past, null, Now.AddHours(-1)));
    }

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(10, 4, false)]
    [InlineData(10, 5, true)]
    [InlineData(1, 1, true)]
    [InlineData(3, 1, false)]
    public void Where_half_is_sick_autonomy_stops(int workloads, int unready, bool stops) =>
        Assert.Equal(stops, BreakerRules.Unready(new NamespaceFacts(false, workloads, unready)) is not null);

    [Fact]
    public void A_pause_runs_out_after_six_hours()
    {
        ImmutableArray<AutonomyPause> pauses = [new("workspace", "r", Now)];
        Assert.Single(BreakerRules.Standing(pauses, Now.AddHours(6).AddSeconds(-1)));
        Assert.Empty(BreakerRules.Standing(pauses, Now.AddHours(6)));
    }

    private static IEnumerable<LoggedAction> Log(string history) => history.Select((what, i) => new LoggedAction
    {
        Action = ActionName.RestartPod, At = Now.AddMinutes(-30 + i), IsAutonomous = what is not 'p',
        Result = what switch
        {
            '+' => LoggedResult.Helped,
            '?' => LoggedResult.Unverified,
            '.' => LoggedResult.Pending,
            _ => LoggedResult.Failed,
        },
    });
}
