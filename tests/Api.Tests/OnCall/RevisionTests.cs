using System.Net;
using AiSre.Api.Tests.Edge;
using AiSre.Api.Tests.EndToEnd;
using AiSre.Domain.OnCall;
using AiSre.Grains.Definitions;
using AiSre.TestHost;
using NodaTime;

namespace AiSre.Api.Tests.OnCall;

/// <summary>On-call over definitions that are stored, change and are remembered.</summary>
[Collection(OnSharedHost.Name)]
public sealed class RevisionTests(SharedHost shared)
{
    private readonly Guest guest = new(shared.Host);

    [Fact]
    public async Task Whoever_is_on_duty_stays_when_another_member_comes()
    {
        await PutAsync("ann", "bob");
        var onDuty = (await CurrentAsync()).Oncall!;
        // Where plain counting would put somebody else on duty: one place after the turn's.
        var turn = RotationRules.NumberAt(new() { Name = "primary", TimeZone = "UTC", Members = ["x"] }, SystemClock.Instance.GetCurrentInstant());
        var members = new string[3];
        members[(turn + 1) % 3] = onDuty;
        members[turn % 3] = "eve";
        members[(turn + 2) % 3] = onDuty is "ann" ? "bob" : "ann";
        await PutAsync(members);
        var after = await UntilAsync(duty => duty.Next == members[(turn + 2) % 3]);
        Assert.Equal(onDuty, after.Oncall);
    }

    [Fact]
    public async Task The_time_before_the_first_definition_is_answered_as_that_has_it()
    {
        await PutAsync("ann");
        await UntilAsync(duty => duty.Oncall is "ann");
        Assert.Equal("ann", (await guest.GetAsync("/oncall/current?at=2025-01-15T10:30:00Z")).Text("oncall"));
        var schedule = (await guest.GetAsync($"/oncall/schedule?from={DateTime.UtcNow.AddMinutes(-2):yyyy-MM-ddTHH:mm:ss}Z"))
            .At("teams", 0, "schedule").EnumerateArray();
        Assert.All(schedule, shift => Assert.Equal("ann", shift.Text("oncall")));
    }

    [Fact]
    public async Task A_stand_in_comes_and_goes_at_once_and_leaves_the_past_as_it_was()
    {
        await PutAsync("ann");
        await UntilAsync(duty => duty.Oncall is "ann");
        var (from, to) = (DateTime.UtcNow.AddHours(-1), DateTime.UtcNow.AddHours(1));
        using var added =
            await guest.PostAsync("/oncall/overrides",
                $$"""{"team":"web","user":"eve","from":"{{from:yyyy-MM-ddTHH:mm}}","to":"{{to:yyyy-MM-ddTHH:mm}}","reason":"swap"}""");
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        var id = (await added.JsonAsync()).Text("id");
        await UntilAsync(duty => duty.Oncall is "eve");
        // Another silo may answer, whose copy is two seconds old at most.
        await Poll.UntilAsync("the stand-in to be listed",
            async () => (await guest.GetAsync("/oncall/overrides")).GetProperty("count").GetInt32() == 1);
        using var removed = await shared.Host.SendAsync(HttpMethod.Delete, $"/oncall/overrides/{id}", workspace: guest.Workspace);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        await Poll.UntilAsync("no stand-in to be listed",
            async () => (await guest.GetAsync("/oncall/overrides")).GetProperty("count").GetInt32() == 0);
        await UntilAsync(duty => duty.Oncall is "ann");
        List<string?> people = [];
        await Poll.UntilAsync("a schedule that knows of it", async () =>
        {
            var schedule = await guest.GetAsync($"/oncall/schedule?from={from:yyyy-MM-ddTHH:mm:ss}Z&to={to:yyyy-MM-ddTHH:mm:ss}Z");
            var shifts = schedule.At("teams", 0, "schedule").EnumerateArray().Select(shift => shift.Text("oncall")).ToList();
            people = [.. shifts.Where((person, i) => i == 0 || person != shifts[i - 1])];
            return people is ["ann", "eve", "ann"];
        }, onTimeout: () => string.Join(", ", people));
        using var unknown =
            await guest.PostAsync("/oncall/overrides", """{"team":"api","user":"eve","from":"2026-05-25T12:00","to":"2026-05-25T16:00"}""");
        Assert.Equal("body.team: There is no team 'api'; allowed: web.", (await unknown.ProblemAsync(422, "validation_error")).Text("detail"));
    }

    private async Task PutAsync(params string[] members)
    {
        var grains = await shared.Host.GrainsAsync();
        var outcome = await grains.GetGrain<IDefinitionsGrain>(guest.Workspace).PutAsync(
            [new("body", $$"""
                teams:
                  web:
                    services: ["*"]
                    layers: [{name: primary, members: [{{string.Join(", ", members)}}]}]
                users:
                  ann: {}
                  bob: {}
                  eve: {}
                """)], "root");
        Assert.True(outcome.Result is DefinitionsResult.Accepted, string.Join('\n', outcome.Problems));
    }

    private async Task<(string? Oncall, string? Next)> CurrentAsync() => await UntilAsync(duty => duty.Oncall is not null);

    /// <summary>Silos hear of a change within two seconds.</summary>
    private async Task<(string? Oncall, string? Next)> UntilAsync(Func<(string? Oncall, string? Next), bool> holds)
    {
        (string? Oncall, string? Next) duty = default;
        await Poll.UntilAsync("the change", async () =>
        {
            using var answer = await guest.AskAsync("/oncall/current");
            if (!answer.IsSuccessStatusCode) return false;
            var json = await answer.JsonAsync();
            duty = (json.Text("oncall"), json.Text("next_oncall"));
            return holds(duty);
        });
        return duty;
    }
}
