using AiSre.Domain.Alerts;
using AiSre.Domain.Deploys;
using AiSre.Domain.Incidents;
using CsCheck;

namespace AiSre.Domain.Tests.Deploys;

public sealed class DeployRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan HalfAnHour = TimeSpan.FromMinutes(30);

    internal static Deploy Of(string id, double minutesBefore, string service = "payments", string? @namespace = "production") => new()
    {
        Workspace = "ws", Id = id, Service = service, Namespace = @namespace, Actor = "ci-bot", At = Noon.AddMinutes(-minutesBefore),
    };

    private static string? LatestOf(DeployTarget target, params Deploy[] deploys) => DeployRules.Latest(deploys, target, Noon, HalfAnHour)?.Id;

    private static readonly DeployTarget Payments = new("payments", "production", "payments", null);

    [Fact]
    public void The_nearest_deploy_of_the_service_is_meant() =>
        Assert.Equal("b", LatestOf(Payments, Of("a", 20), Of("b", 5), Of("c", 29), Of("d", 1, service: "cart")));

    [Theory]
    [InlineData(0, true)]
    [InlineData(30, true)]
    [InlineData(30.001, false)]
    [InlineData(-0.001, false)]
    public void A_deploy_counts_from_the_incident_back_to_the_last_instant_of_the_lookback(double minutesBefore, bool counts) =>
        Assert.Equal(counts, LatestOf(Payments, Of("a", minutesBefore)) is not null);

    [Theory]
    [InlineData(12, 12)]
    [InlineData(12.99, 12)]
    [InlineData(0.4, 0)]
    public void Minutes_are_whole_and_rounded_down(double minutesBefore, int minutes) =>
        Assert.Equal(minutes, DeployRules.MinutesBefore(Noon.AddMinutes(-minutesBefore), Noon));

    [Fact]
    public void A_workload_in_its_namespace_is_as_good_as_the_service()
    {
        var incident = new DeployTarget("money", "production", "payments", null);
        Assert.Equal("a", LatestOf(incident, Of("a", 5)));
        Assert.Null(LatestOf(incident, Of("a", 5, @namespace: "test")));
        Assert.Null(LatestOf(incident, Of("a", 5, @namespace: null)));
        Assert.Null(LatestOf(incident, Of("a", 5) with { Workload = "payments-worker" }));
        Assert.Equal("a", LatestOf(incident, Of("a", 5, service: "wallet") with { Workload = "Payments" }));
        Assert.Null(LatestOf(incident with { Cluster = "eu" }, Of("a", 5) with { Cluster = "us" }));
    }

    [Fact]
    public void What_was_not_said_matches_nothing()
    {
        Assert.Null(LatestOf(new(null, null, null, null), Of("a", 5)));
        Assert.Null(LatestOf(new("", "", "", null), Of("a", 5, @namespace: "")));
        Assert.Null(LatestOf(new(null, "production", "", null), Of("a", 5)));
    }

    [Fact]
    public void A_rollout_elsewhere_hides_no_nearer_one_and_counts_where_there_is_no_other()
    {
        var test = Of("test", 2, @namespace: "test");
        Assert.Equal("real", LatestOf(Payments, test, Of("real", 14)));
        Assert.Equal("test", LatestOf(Payments, test, Of("too long ago", 31)));
        Assert.Equal("unsaid", LatestOf(Payments, test, Of("unsaid", 9, @namespace: null)));
        Assert.Equal("eu", LatestOf(Payments with { Cluster = "eu" }, Of("us", 1) with { Cluster = "us" }, Of("eu", 3) with { Cluster = "eu" }));
    }

    [Fact]
    public void A_policy_asks_whether_a_service_was_deployed_lately()
    {
        Deploy[] deploys = [Of("a", 20), Of("b", 5, service: "cart"), Of("c", 8, service: "wallet") with { Workload = "payments" }];
        Assert.Equal("c", DeployRules.Latest(deploys, "payments", "production", Noon, HalfAnHour)?.Id);
        Assert.Equal("a", DeployRules.Latest(deploys, "payments", null, Noon, HalfAnHour)?.Id);
        Assert.Null(DeployRules.Latest(deploys, "payments", null, Noon, TimeSpan.FromMinutes(19)));
        Assert.Equal("b", DeployRules.Latest(deploys, "cart", null, Noon, HalfAnHour)?.Id);
        Assert.Null(DeployRules.Latest([], "cart", null, Noon, HalfAnHour));
    }

    [Fact]
    public void Whatever_is_chosen_concerns_the_target_and_no_other_that_fits_as_well_is_nearer() =>
        Gen.Select(
            Gen.Double[-40, 40].Select(Gen.OneOfConst("payments", "cart"), Gen.OneOfConst("production", "test", null), (at, service, place) =>
                Of($"{at}", at, service, place)).Array[0, 20],
            Gen.Int[1, 1_440]).Sample((deploys, minutes) =>
        {
            var lookback = TimeSpan.FromMinutes(minutes);
            var chosen = DeployRules.Latest(deploys, Payments, Noon, lookback);
            var possible = deploys.Where(deploy => DeployRules.Concerns(deploy, Payments) && DeployRules.IsNear(deploy, Noon, lookback)).ToList();
            if (chosen is null) return possible.Count == 0;
            return possible.Contains(chosen) && possible.All(other => other.At <= chosen.At
                || (DeployRules.IsElsewhere(other, Payments) && !DeployRules.IsElsewhere(chosen, Payments)));
        });

    [Fact]
    public void An_incident_begins_with_its_alert_unless_that_claims_to_begin_later()
    {
        Assert.Equal(Noon.AddMinutes(-7), DeployCorrelation.StartOf(Incident with { StartsAt = Noon.AddMinutes(-7) }));
        Assert.Equal(Noon, DeployCorrelation.StartOf(Incident with { StartsAt = Noon.AddMinutes(7) }));
        Assert.Equal(Noon, DeployCorrelation.StartOf(Incident));
    }

    private static Incident Incident => new()
    {
        Id = "inc-1", Workspace = "ws", Title = "t", Severity = Severity.High, Source = "s", CreatedAt = Noon,
        Subject = new() { Service = "payments", Namespace = "production" },
    };

    [Fact]
    public void The_incident_says_which_deploy_it_was()
    {
        var change = DeployCorrelation.Correlate(
            Incident, Of("deploy-1", 12.5) with { Image = "payments:v2", CommitSha = "abc123" }, Noon.AddMinutes(1));
        var said = Assert.Single(change.Events);
        Assert.Equal((EventTypes.DeployCorrelated, "system"), (said.Type, said.Actor));
        Assert.Equal(
            """{"deploy_id":"deploy-1","service":"payments","actor":"ci-bot","image":"payments:v2","commit_sha":"abc123","deployed_at":"2026-03-01T11:47:30Z","minutes_before_incident":12}""",
            said.Payload);
        Assert.Equal("deploy-1", change.Incident.Deploy!.Id);
    }

    [Fact]
    public void It_says_so_once_and_only_of_what_it_may_come_from()
    {
        var known = DeployCorrelation.Correlate(Incident, Of("a", 12), Noon).Incident;
        Assert.True(DeployCorrelation.Correlate(known, Of("a", 12), Noon).IsNone);
        Assert.True(DeployCorrelation.Correlate(known, Of("farther", 13), Noon).IsNone);
        Assert.True(DeployCorrelation.Correlate(known, Of("elsewhere", 1, @namespace: "test"), Noon).IsNone);
        Assert.Equal("nearer", DeployCorrelation.Correlate(known, Of("nearer", 3), Noon).Incident.Deploy!.Id);
        Assert.True(DeployCorrelation.Correlate(Incident, null, Noon).IsNone);
        Assert.True(DeployCorrelation.Correlate(Incident, Of("later", -1), Noon).IsNone);
        Assert.True(DeployCorrelation.Correlate(Incident, Of("too early", 31), Noon).IsNone);
        Assert.True(DeployCorrelation.Correlate(Incident, Of("of another", 5, "cart"), Noon).IsNone);
        Assert.True(DeployCorrelation.Correlate(Incident with { Phase = IncidentPhase.Resolved }, Of("a", 12), Noon).IsNone);
    }

    [Fact]
    public void The_answer_is_a_sentence()
    {
        Assert.Equal(
            "Deploy by ci-bot (payments) was 12 min before this incident", DeployCorrelation.Sentence(Of("a", 12.7), Payments, Noon, 30));
        Assert.Equal("No deploy of payments in the 30 min before this incident", DeployCorrelation.Sentence(null, Payments, Noon, 30));
        Assert.Equal("No deploy in the 60 min before this incident", DeployCorrelation.Sentence(null, default, Noon, 60));
    }

    [Fact]
    public void The_same_name_is_the_same_deploy()
    {
        Assert.Equal(DeployId.Of("github", "shop 1"), DeployId.Of("github", "shop 1"));
        Assert.NotEqual(DeployId.Of("github", "shop 1"), DeployId.Of("gitlab", "shop 1"));
        Assert.Matches("^deploy-[0-9a-f]{16}$", DeployId.Of("delivery", "x"));
    }
}
