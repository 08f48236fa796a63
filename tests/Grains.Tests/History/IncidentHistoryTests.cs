using AiSre.Grains.Alerts;
using AiSre.Grains.History;
using AiSre.TestHost;

namespace AiSre.Grains.Tests.History;

/// <summary>The copy of a workspace's incidents and the feed that it follows.</summary>
public sealed class IncidentHistoryTests(SiloFixture fixture) : IClassFixture<SiloFixture>
{
    private readonly Tenant tenant = fixture.Silo.NewTenant();

    private IIncidentHistoryGrain History => fixture.Silo.Grains.GetGrain<IIncidentHistoryGrain>(tenant.Workspace);

    private Task<SignalResult> OpenAsync(string name, string service = "cart") =>
        tenant.SendAsync(Signals.Firing(name, service, title: $"OOMKilled on {service}"), SignalActions.Created);

    /// <summary>Asked again while the copy is being read.</summary>
    private async Task<int> AnalyzedAsync() => (await Poll.ForAsync("the history", () => History.PatternsAsync(100, 1))).Analyzed;

    [Fact]
    public async Task What_commits_after_the_copy_was_read_is_in_the_next_answer()
    {
        Assert.Equal(0, await AnalyzedAsync());
        await OpenAsync("a");
        Assert.Equal(1, await AnalyzedAsync());
        await OpenAsync("b", "orders");
        Assert.Equal(2, await AnalyzedAsync());
    }

    [Fact]
    public async Task However_much_commits_between_two_questions_all_of_it_is_in_the_answer()
    {
        Assert.Equal(0, await AnalyzedAsync());
        for (var i = 0; i < 60; i++) await OpenAsync($"a{i}", $"service-{i}");
        Assert.Equal(60, await AnalyzedAsync());
    }

    [Fact]
    public async Task A_copy_that_nobody_asked_for_longer_than_the_feed_remembers_is_read_anew()
    {
        await OpenAsync("a");
        Assert.Equal(1, await AnalyzedAsync());
        await OpenAsync("b", "orders");
        fixture.Silo.Clock.Advance(TimeSpan.FromHours(49));
        await OpenAsync("c", "mail");
        Assert.Equal(3, await AnalyzedAsync());
    }

    [Fact]
    public async Task Many_ask_at_once_and_all_get_the_same()
    {
        await OpenAsync("a");
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => AnalyzedAsync()));
        Assert.All(answers, answer => Assert.Equal(1, answer));
    }

    [Fact]
    public async Task An_incident_that_does_not_exist_is_like_none() => Assert.Empty((await History.SimilarAsync("inc-none", 5))!.Incidents);

    [Fact]
    public async Task A_workspace_without_a_name_of_its_own_is_called_by_its_id() => Assert.Equal(tenant.Workspace, await History.NameAsync());
}
