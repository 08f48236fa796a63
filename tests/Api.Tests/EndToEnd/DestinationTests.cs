using System.Net;
using AiSre.Api.Tests.Edge;
using AiSre.Grains.Definitions;

namespace AiSre.Api.Tests.EndToEnd;

/// <summary>Whether messages arrive where they are sent.</summary>
[Collection(OnSharedHost.Name)]
public sealed class DestinationTests(SharedHost shared)
{
    private readonly Guest guest = new(shared.Host);

    [Fact]
    public async Task A_test_goes_through_the_real_route_and_answers_for_each_channel()
    {
        await DefineAsync();
        var answer = await guest.SendAsync("/notifications/test?severity=critical&service=payments&message=Test%20alert", "");
        Assert.Equal(
            $$"""{"ok":true,"severity":"critical","service":"payments","message":"Test alert","results":[{"channel":"log","address":"default","status":"sent","error":null}]}""", answer.GetRawText());
    }

    [Fact]
    public async Task One_person_can_be_tested_alone()
    {
        await DefineAsync();
        var answer = await guest.SendAsync("/notifications/test?severity=critical&person=dana", "");
        Assert.Equal(
            """[{"channel":"log","address":"default","status":"sent","error":null}]""", answer.GetProperty("results").GetRawText());
        using var unknown = await guest.PostAsync("/notifications/test?person=dora", "");
        Assert.Equal("query.person", (await unknown.ProblemAsync(422, "validation_error")).Loc());
    }

    [Fact]
    public async Task A_workspace_that_defines_nothing_is_tested_by_the_usual_routes()
    {
        var answer = await guest.SendAsync("/notifications/test", "");
        Assert.Equal((true, "info", 1),
            (answer.GetProperty("ok").GetBoolean(), answer.Text("severity"), answer.GetProperty("results").GetArrayLength()));
        Assert.Equal("log", answer.GetProperty("results")[0].Text("channel"));
        Assert.Equal("This is a test notification. Nothing is wrong.", answer.Text("message"));
    }

    [Fact]
    public async Task Destinations_show_what_waits_and_how_fast_it_may_go()
    {
        await DefineAsync();
        var answer = await guest.GetAsync("/notifications/destinations");
        Assert.Equal(2, answer.GetProperty("count").GetInt32());
        Assert.Equal(
            """{"channel":"chat","type":"slack","address":"default","configured":true,"queued":0,"paused_until":null,"circuit_open_until":null,"last_error":null,"last_error_at":null,"rate":{"per_minute":30,"burst":3},"digest_after":20}""",
            answer.At("destinations", 0).GetRawText());
        Assert.Equal(("log", "default"), (answer.At("destinations", 1).Text("channel"), answer.At("destinations", 1).Text("address")));
    }

    [Theory]
    [InlineData("severity=terrible", "query.severity")]
    [InlineData("message=" + Long, "query.message")]
    public async Task What_is_wrong_is_422_and_is_named(string query, string loc)
    {
        using var answer = await guest.PostAsync($"/notifications/test?{query.Replace(Long, new string('x', 501), StringComparison.Ordinal)}", "");
        Assert.Equal(loc, (await answer.ProblemAsync(422, "validation_error")).Loc());
    }

    [Fact]
    public async Task Whoever_may_only_look_sees_destinations_and_sends_no_test()
    {
        using var test = await shared.Host.SendAsync(HttpMethod.Post, "/notifications/test", "", guest.Workspace, EdgeHost.Eyes);
        await test.ProblemAsync(403, "insufficient_role");
        using var list = await shared.Host.SendAsync(HttpMethod.Get, "/notifications/destinations", null, guest.Workspace, EdgeHost.Eyes);
        Assert.Equal(HttpStatusCode.OK, list.StatusCode);
    }

    private const string Long = "LONG";

    private async Task DefineAsync()
    {
        const string yaml = """
            users: {dana: {}}
            routes:
              default_rules:
                critical: [log]
            channels:
              chat: {type: slack, token: xoxb-1, channel: "#incidents", per_second: 0.5}
            """;
        var outcome = await (await shared.Host.GrainsAsync()).GetGrain<IDefinitionsGrain>(guest.Workspace).PutAsync([new("body", yaml)], "test");
        Assert.True(outcome.Result is DefinitionsResult.Accepted, string.Join(' ', outcome.Problems));
    }
}
