using AiSre.Api.Tests.EndToEnd;

namespace AiSre.Api.Tests.Acting;

/// <summary>The bot asks for what it is told to do, and gives no yes to it.</summary>
[Collection(OnActingHost.Name)]
public sealed class BotActingTests(ActingHost acting)
{
    [Fact]
    public async Task Without_auto_apply_it_says_what_would_be_done()
    {
        var place = await acting.PlaceAsync(EntryPoint.Asked);
        var said = await TellAsync(place, $"restart pod {place.Pod} in {place.Namespace}", apply: false);
        Assert.Contains("Would ", said.Text("reply"), StringComparison.Ordinal);
        var suggested = said.At("suggested_actions", 0);
        Assert.Equal((true, true), (suggested.GetProperty("allowed").GetBoolean(), suggested.GetProperty("approval_required").GetBoolean()));
        Assert.Empty(said.GetProperty("applied").EnumerateArray());
        Assert.Empty(place.Writes);
    }

    [Fact]
    public async Task What_needs_a_yes_waits_for_a_person_even_where_an_admin_says_it()
    {
        var place = await acting.PlaceAsync(EntryPoint.Asked);
        var said = await TellAsync(place, $"restart pod {place.Pod} in {place.Namespace}", apply: true);
        Assert.Equal("awaiting_approval", said.At("applied", 0).Text("status"));
        Assert.Empty(place.Writes);
        var approval = Assert.Single((await place.Guest.GetAsync("/approvals")).GetProperty("approvals").EnumerateArray());
        Assert.Equal(approval.Text("id"), said.At("applied", 0).Text("approval_id"));
    }

    [Fact]
    public async Task It_restarts_the_pod_that_the_incident_names()
    {
        var place = await acting.PlaceAsync(EntryPoint.Asked);
        var incident = await place.IncidentAsync();
        var said = await TellAsync(place, $"restart it, for {incident}", apply: false);
        var suggested = said.At("suggested_actions", 0);
        Assert.Equal((place.Pod, place.Namespace), (suggested.Text("pod_name"), suggested.Text("namespace")));
    }

    [Fact]
    public async Task A_scale_without_a_number_is_asked_back()
    {
        var place = await acting.PlaceAsync(EntryPoint.Asked);
        var said = await TellAsync(place, $"scale cart in {place.Namespace}", apply: true);
        Assert.StartsWith("Which deployment, in which namespace, to how many?", said.Text("reply"), StringComparison.Ordinal);
        Assert.Empty(place.Writes);
    }

    private static Task<System.Text.Json.JsonElement> TellAsync(ActingPlace place, string message, bool apply) =>
        place.Guest.SendAsync("/bot/interact", $$"""{"message":"{{message}}","auto_apply":{{(apply ? "true" : "false")}}}""");
}
