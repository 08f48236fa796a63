using System.Net;
using AiSre.Api.Tests.Edge;

namespace AiSre.Api.Tests.EndToEnd;

/// <summary>A client of Opsgenie's alert API that was pointed here.</summary>
[Collection(OnSharedHost.Name)]
public sealed class OpsgenieTests(SharedHost shared)
{
    private readonly Guest guest = new(shared.Host);

    [Fact]
    public async Task An_alert_ends_with_the_close_of_its_alias()
    {
        await AcceptedAsync("/v2/alerts", """{"message":"Ovens are cold","alias":"oven/7 €","priority":"P1","source":"thermometer"}""");
        await AcceptedAsync("/v2/alerts", """{"message":"Ovens are cold","alias":"oven/7 €","priority":"P1","source":"thermometer"}""");
        var id = Assert.Single(await guest.IdsAsync())!;
        Assert.Equal("open", await StateAsync(id));

        const string Alias = "/v2/alerts/oven%2F7%20%E2%82%AC";
        await AcceptedAsync($"{Alias}/acknowledge?identifierType=alias", """{"user":"dave@bakery.test"}""");
        Assert.Equal("acknowledged", await StateAsync(id));
        await AcceptedAsync($"{Alias}/unacknowledge?identifierType=alias", "");
        Assert.Equal("open", await StateAsync(id));
        await AcceptedAsync($"{Alias}/notes?identifierType=alias", """{"note":"The gas is back.","user":"dave@bakery.test"}""");
        var events = (await guest.GetAsync($"/incidents/{id}/timeline")).GetProperty("events").EnumerateArray();
        Assert.Contains(events, e => e.Text("event_type") == "note_added" && e.At("payload").Text("text")!.Contains("The gas is back."));
        await AcceptedAsync($"{Alias}/close?identifierType=alias", "{}");
        Assert.Equal("resolved", await StateAsync(id));
    }

    [Theory]
    [InlineData("/v2/alerts/nobody-knows-it/close?identifierType=alias", """{"note":"x"}""")]
    [InlineData("/v2/alerts/4a0c2b1e-1-2/close", "")]
    [InlineData("/v2/alerts/17/acknowledge?identifierType=tiny", """{"action":"create","identifier":"other","message":"Not an alert"}""")]
    [InlineData("/v2/alerts/nobody-knows-it/notes?identifierType=alias", """{"note":"half a pair \ud800"}""")]
    public async Task What_happens_to_an_alert_that_nobody_knows_is_accepted_and_opens_nothing(string path, string body)
    {
        await AcceptedAsync(path, body);
        Assert.Empty(await guest.IdsAsync());
    }

    [Theory]
    [InlineData("/v2/alerts/a/close?identifierType=name", "{}", 422, "validation_error")]
    [InlineData("/v2/alerts/a/close", "[]", 422, "validation_error")]
    [InlineData("/v2/alerts/a/close", "{", 400, "invalid_json")]
    [InlineData("/v2/alerts", "", 400, "invalid_json")]
    public async Task What_cannot_be_read_is_refused(string path, string body, int status, string error)
    {
        using var answer = await guest.PostAsync(path, body);
        await answer.ProblemAsync(status, error);
    }

    private async Task AcceptedAsync(string path, string body)
    {
        using var answer = await guest.PostAsync(path, body);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var text = await answer.JsonAsync();
        Assert.Equal("Request will be processed", text.Text("result"));
        Assert.Equal(answer.Headers.GetValues("X-Request-Id").Single(), text.Text("requestId"));
        Assert.True(text.GetProperty("took").GetDouble() >= 0);
    }

    private async Task<string?> StateAsync(string id) => (await guest.GetAsync($"/incidents/{id}")).At("incident").Text("state");
}
