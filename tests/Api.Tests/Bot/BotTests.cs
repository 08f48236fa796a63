using System.Net;
using System.Text.Json;
using AiSre.Api.Tests.Edge;
using AiSre.Api.Tests.EndToEnd;

namespace AiSre.Api.Tests.Bot;

/// <summary>What the bot answers to those who ask, and that it does nothing unless it is told to.</summary>
[Collection(OnSharedHost.Name)]
public sealed class BotTests(SharedHost shared)
{
    private readonly Guest guest = new(shared.Host);

    [Fact]
    public async Task What_is_wrong_is_told_from_the_worst_open_incident_of_the_service()
    {
        await guest.SendAsync("/webhook/deploy", """{"service":"payments-api","actor":"ci-bot","version":"v7"}""");
        await guest.IncidentAsync("Disk full", "a", ""","severity":"warning","service":"payments-api" """);
        var worst = await guest.IncidentAsync("High CPU usage", "b", ""","severity":"critical","service":"payments-api" """);
        var said = await AskAsync("What is wrong with payments-api?");
        Assert.Equal(("diagnose", worst, "payments-api"), (said.Text("intent"), said.Text("incident_id"), said.Text("service")));
        var reply = said.Text("reply")!;
        Assert.StartsWith($"\"High CPU usage\" ({worst}) is critical and is open since", reply, StringComparison.Ordinal);
        foreach (var part in new[] { "nobody has it.", "Its alert fired once.", "By its words it is high_cpu.", "Deploy by ci-bot (payments-api)" })
            Assert.Contains(part, reply, StringComparison.Ordinal);
        Assert.Contains($"/incidents/{worst}", said.GetProperty("sources").EnumerateArray().Select(source => source.Text("path")));
        Assert.Empty(said.GetProperty("applied").EnumerateArray());
    }

    [Fact]
    public async Task Who_is_on_call_and_what_changed_and_what_it_cannot_read()
    {
        await guest.SendAsync("/webhook/deploy", """{"service":"cart","actor":"mia","version":"v9"}""");
        var duty = await AskAsync("who is on call for cart?");
        Assert.Equal(("on_call", "cart"), (duty.Text("intent"), duty.Text("service")));
        Assert.Contains("cart", duty.Text("reply"), StringComparison.Ordinal);
        var changes = await AskAsync("what changed for cart?");
        Assert.StartsWith("The latest deploys of cart: cart v9 by mia at ", changes.Text("reply"), StringComparison.Ordinal);
        var unknown = await AskAsync("good morning");
        Assert.Equal("unknown", unknown.Text("intent"));
        Assert.StartsWith("I understand: ", unknown.Text("reply"), StringComparison.Ordinal);
        var worded = await guest.SendAsync("/bot/interact", """{"message":"what changed for cart?","ai":true}""");
        Assert.Equal((changes.Text("reply"), "rules"), (worded.Text("reply"), worded.Text("generated_by")));
    }

    [Fact]
    public async Task Why_something_was_grouped_and_that_it_was_not()
    {
        var parent = await guest.IncidentAsync("Database is down", "a", ""","service":"cart","namespace":"shop" """);
        var child = await guest.IncidentAsync("Requests fail", "b", ""","service":"cart","namespace":"shop" """);
        var alone = await guest.IncidentAsync("Certificate expires", "c", ""","service":"edge","namespace":"other" """);
        foreach (var (about, reply) in new[]
        {
            (child, $"{child} is part of {parent}, because of "), (parent, "1 incident is part of it"), (alone, "Nothing was grouped with it"),
        })
        {
            Assert.StartsWith(reply, (await AskAsync("why was this grouped?", about)).Text("reply"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Acknowledging_is_done_when_it_is_to_be_applied_and_else_only_said()
    {
        var id = await guest.IncidentAsync();
        var said = await AskAsync("acknowledge", id);
        Assert.Contains("auto_apply", said.Text("reply"), StringComparison.Ordinal);
        Assert.Equal("open", (await guest.GetAsync($"/incidents/{id}")).At("incident").Text("state"));
        var done = await AskAsync($"please ack {id}", apply: true);
        Assert.Equal(("acknowledge", "success"), (done.At("applied", 0).Text("action"), done.At("applied", 0).Text("status")));
        var incident = (await guest.GetAsync($"/incidents/{id}")).At("incident");
        Assert.Equal(("acknowledged", "root"), (incident.Text("state"), incident.Text("acknowledged_by")));
    }

    [Fact]
    public async Task A_viewer_may_ask_and_do_nothing_by_it()
    {
        var id = await guest.IncidentAsync();
        using var asked = await SendAsync("what is wrong?", id, apply: true, EdgeHost.Eyes);
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        foreach (var command in new[] { "acknowledge", "restart pod cart-1 in shop" })
        {
            using var told = await SendAsync(command, id, apply: true, EdgeHost.Eyes);
            Assert.Contains("operator", (await told.JsonAsync()).Text("reply"), StringComparison.Ordinal);
        }
        Assert.Equal("open", (await guest.GetAsync($"/incidents/{id}")).At("incident").Text("state"));
        using var sender = await SendAsync("what changed?", null, apply: false, EdgeHost.Prom);
        Assert.Equal(HttpStatusCode.Forbidden, sender.StatusCode);
    }

    [Fact]
    public async Task Of_another_workspace_s_incident_it_knows_nothing()
    {
        var id = await guest.IncidentAsync();
        using var foreign = await shared.Host.SendAsync(
            HttpMethod.Post, "/bot/interact", $$"""{"message":"what is wrong","incident_id":"{{id}}"}""", key: EdgeHost.Acme);
        await foreign.ProblemAsync(404, "not_found");
    }

    [Theory]
    [InlineData("""{"message":""}""", "body.message")]
    [InlineData("""{"message":"hi","auto_aply":true}""", "body.auto_aply")]
    public async Task What_it_cannot_take_is_refused_by_name(string body, string loc)
    {
        using var refused = await guest.PostAsync("/bot/interact", body);
        Assert.Equal(loc, (await refused.ProblemAsync(422, "validation_error")).Loc());
    }

    private async Task<JsonElement> AskAsync(string message, string? incident = null, bool apply = false)
    {
        using var answer = await SendAsync(message, incident, apply, EdgeHost.Root);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await answer.JsonAsync();
    }

    private Task<HttpResponseMessage> SendAsync(string message, string? incident, bool apply, string key) => shared.Host.SendAsync(
        HttpMethod.Post, "/bot/interact", JsonSerializer.Serialize(new { message, incident_id = incident, auto_apply = apply }), guest.Workspace,
        key);
}
