using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.OnCall;
using AiSre.Domain.Incidents;
using AiSre.Grains.Alerts;

namespace AiSre.Grains.Tests.Escalation;

/// <summary>One group of the sender, services of several teams: everybody whom a first level means is paged, whatever came first.</summary>
[Collection(OnPlainSilo.Name)]
public sealed class TwoTeamsTests(SiloFixture fixture)
{
    private static readonly WorkspaceDefinitions TwoTeams = new()
    {
        Teams = WorkspaceDefinitions.Empty.Teams.Add("red", Team("red", "dave", "red-api", "red-db"))
            .Add("blue", Team("blue", "olga", "blue-api", "blue-db")),
        People = WorkspaceDefinitions.Empty.People.Add("dave", new Person { Id = "dave" }.At("email", "dave@x.test"))
            .Add("olga", new Person { Id = "olga" }.At("email", "olga@x.test")),
        DefaultPolicy = new() { Name = "default", Levels = [new() { AfterMinutes = 0, Targets = ["schedule:*"], Channels = ["email"] }] },
        Channels = Company.Definitions.Channels,
        Routes = Company.Definitions.Routes,
    };

    private readonly Duty duty = new Duty(fixture.Silo).With(TwoTeams);

    private Tenant Tenant => duty.Tenant;

    [Theory]
    [InlineData("red-api", "blue-api", "olga@x.test")]
    [InlineData("blue-api", "red-api", "dave@x.test")]
    public async Task The_second_team_is_paged_at_once_whichever_it_is(string first, string second, string address)
    {
        var parent = await OpenAsync("a", first);
        var child = await OpenAsync("b", second);
        Assert.Equal(parent, (await Tenant.FactsAsync(child)).ParentId);
        await duty.PassAsync(parent, TimeSpan.FromSeconds(1));
        await duty.PassAsync(child, TimeSpan.FromSeconds(6));
        var page = Assert.Single(await duty.OutboxAsync(child)).Message;
        Assert.Equal((address, true), (page.Address, page.IsPage));
        Assert.Contains(parent, page.Content.Note, StringComparison.Ordinal);
        Assert.Equal("own_level", Assert.Single(await Tenant.PayloadsAsync(child, EventTypes.ChildNotified)).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Of_several_services_of_the_second_team_it_hears_once()
    {
        var parent = await OpenAsync("a", "red-api");
        string[] children = [await OpenAsync("b", "blue-api"), await OpenAsync("c", "blue-db"), await OpenAsync("d", "blue-api")];
        await duty.PassAsync(parent, TimeSpan.FromSeconds(1));
        foreach (var child in children) await duty.PassAsync(child, TimeSpan.FromSeconds(6));
        var pages = new List<string>();
        foreach (var child in children) pages.AddRange((await duty.OutboxAsync(child)).Select(row => row.Message.Address));
        Assert.Equal(["olga@x.test"], pages);
    }

    [Fact]
    public async Task Another_service_of_the_parents_team_is_silent()
    {
        var parent = await OpenAsync("a", "red-api");
        var child = await OpenAsync("b", "red-db");
        await duty.PassAsync(parent, TimeSpan.FromSeconds(1));
        await duty.PassAsync(child, TimeSpan.FromMinutes(10));
        Assert.Empty(await duty.OutboxAsync(child));
    }

    private async Task<string> OpenAsync(string fingerprint, string service) => (await Tenant.SendAsync(
        Signals.Firing(fingerprint, service, Severity.Critical) with { GroupKey = "{}:{alertname=\"Down\"}" }, SignalActions.Created)).IncidentId!;

    private static Team Team(string name, string person, params string[] services) => new()
    {
        Name = name, Services = [.. services], Layers = [new() { Name = "primary", TimeZone = "UTC", Members = [person] }],
    };
}
