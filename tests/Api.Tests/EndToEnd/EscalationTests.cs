using System.Net;
using System.Text.Json;
using AiSre.Api.Tests.Edge;
using AiSre.Domain.Definitions.Yaml;
using AiSre.Grains.Definitions;
using AiSre.TestHost;

namespace AiSre.Api.Tests.EndToEnd;

[Collection(OnSharedHost.Name)]
public sealed class EscalationTests(SharedHost shared)
{
    private const string Definitions = """
        teams:
          payments-team:
            services: [payments]
            escalation_contact: eve
            layers:
              - {name: primary, members: [dave], every: 1w}
        users:
          dave: {email: dave@x.test}
          eve: {email: eve@x.test}
          head-of-eng: {email: head@x.test}
        policies:
          payments-default:
            match: {services: [payments], severities: [critical, high]}
            levels:
              - {after_minutes: 0,  targets: ["schedule:payments-team"], channels: [log]}
              - {after_minutes: 15, targets: ["contact:payments-team"],  channels: [log]}
              - {after_minutes: 30, targets: ["user:head-of-eng"],       channels: [log]}
            cycle_minutes: 45
            repeat: 2
            ack_timeout_minutes: 60
        """;

    private readonly Guest guest = new(shared.Host);

    [Fact]
    public async Task The_preview_is_answered_as_documented()
    {
        await DefineAsync();
        var preview = await guest.GetAsync("/notifications/escalation?service=payments&minutes_elapsed=45");
        Assert.EndsWith("Z", preview.Text("at"));
        var expected = JsonElement.Parse($$"""
            {"service":"payments","severity":"critical","minutes_elapsed":45,"policy":"payments-default","at":"{{preview.Text("at")}}",
             "current_level":{"cycle":1,"level":1,"after_minutes":45,"targets":["dave"],"channels":["log"]},
             "fired":[{"cycle":0,"level":1,"after_minutes":0,"targets":["dave"]},{"cycle":0,"level":2,"after_minutes":15,"targets":["eve"]},
               {"cycle":0,"level":3,"after_minutes":30,"targets":["head-of-eng"]},{"cycle":1,"level":1,"after_minutes":45,"targets":["dave"]}],
             "next":{"cycle":1,"level":2,"in_minutes":15,"targets":["eve"]},"exhausted":false,"assumes_unacknowledged":true}
            """);
        Assert.True(JsonElement.DeepEquals(expected, preview), preview.GetRawText());
    }

    [Theory]
    [InlineData("minutes_elapsed=-1")]
    [InlineData("minutes_elapsed=100001")]
    [InlineData("minutes_elapsed=soon")]
    [InlineData("severity=urgent")]
    public async Task What_cannot_be_previewed_is_refused(string query)
    {
        using var answer = await guest.AskAsync($"/notifications/escalation?service=payments&{query}");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
    }

    [Fact]
    public async Task An_incident_shows_where_its_escalation_stands_and_can_be_given_back()
    {
        await DefineAsync();
        var id = (await guest.SendAsync("/webhook", """{"title":"Checkout fails","service":"payments","severity":"critical"}"""))
            .Text("incident_id")!;
        var escalation = await EscalationAsync(id, "active");
        Assert.Equal(("payments-default", "sent", "dave"),
            (escalation.Text("policy"), escalation.At("fired", 0).Text("outcome"), escalation.At("fired", 0, "persons", 0).GetString()));
        Assert.Equal((2, "contact:payments-team"),
            (escalation.At("next_step", "level").GetInt32(), escalation.At("next_step", "targets", 0).GetString()));

        await guest.SendAsync($"/incidents/{id}/acknowledge", """{"actor":"dave"}""");
        Assert.Equal(JsonValueKind.Null, (await EscalationAsync(id, "acknowledged")).GetProperty("next_step").ValueKind);
        var back = await guest.SendAsync($"/incidents/{id}/unacknowledge", """{"actor":"dave"}""");
        Assert.Equal(("open", "active"), (back.At("incident", "state").GetString(), back.At("incident", "escalation", "status").GetString()));
        Assert.Equal(JsonValueKind.Null, back.At("incident", "silenced").ValueKind);
        using var viewer = await shared.Host.SendAsync(HttpMethod.Post, $"/incidents/{id}/unacknowledge", "{}", guest.Workspace, EdgeHost.Eyes);
        Assert.Equal(HttpStatusCode.Forbidden, viewer.StatusCode);
    }

    private async Task<JsonElement> EscalationAsync(string id, string status)
    {
        JsonElement escalation = default;
        await Poll.UntilAsync($"the escalation to become {status}", async () =>
            (await guest.GetAsync($"/incidents/{id}")).GetProperty("incident").TryGetProperty("escalation", out escalation)
                && escalation.Text("status") == status);
        return escalation;
    }

    private async Task DefineAsync()
    {
        var outcome = await (await shared.Host.GrainsAsync()).GetGrain<IDefinitionsGrain>(guest.Workspace)
            .PutAsync([new DefinitionDocument("body", Definitions)], "test");
        Assert.Empty(outcome.Problems);
    }
}
