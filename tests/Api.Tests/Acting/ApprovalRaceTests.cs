using System.Net;
using AiSre.Api.Tests.Edge;
using AiSre.Api.Tests.EndToEnd;
using AiSre.KubernetesStub;

namespace AiSre.Api.Tests.Acting;

/// <summary>
/// A question, and everything that may come between it and the yes. Whatever comes, it is done once at most, and a refusal says why.
/// </summary>
[Collection(OnActingHost.Name)]
public sealed class ApprovalRaceTests(ActingHost acting)
{
    private const int Rounds = 10;
    private const string Yes = """{"approved":true}""", No = """{"approved":false}""";

    [Fact]
    public async Task Of_many_who_answer_at_once_one_counts_and_all_hear_who()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var place = await acting.PlaceAsync();
            var id = await place.AskAsync();
            using var console = await ConsoleVisitor.SignInAsync(place.Host, place.Workspace);
            await console.GoAsync("/approvals");
            string[] keys = [EdgeHost.Root, EdgeHost.Ops, EdgeHost.Ops, EdgeHost.Root];
            var forms = console.SendAsync($"/approvals/{id}", ("do", "approve"));
            var answers = await Task.WhenAll(keys.Select(key => place.AsAsync(key, $"/approvals/{id}", Yes)));
            var said = (await forms).Text;

            Assert.Equal([place.Eviction], place.Writes);
            Assert.Single(await place.AuditAsync("approval_granted"));
            Assert.Single(await place.AuditAsync("action_executed"));
            var first = (await place.Guest.GetAsync($"/approvals/{id}")).Text("decided_by");
            var messages = await Task.WhenAll(answers.Select(async answer => (await answer.JsonAsync()).Text("message")!));
            Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
            var late = messages.Count(message => message == $"{first} was first and has approved it.");
            Assert.Equal(keys.Length, late + (said.Contains("was first", StringComparison.Ordinal) ? 1 : 0));
        }
    }

    [Fact]
    public async Task A_yes_and_a_no_at_once_are_one_of_the_two()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var place = await acting.PlaceAsync();
            var id = await place.AskAsync();
            string[] words = round % 2 == 0 ? [Yes, No, No, Yes] : [No, Yes, Yes, No];
            await Task.WhenAll(words.Select((word, i) => place.AsAsync(i % 2 == 0 ? EdgeHost.Root : EdgeHost.Ops, $"/approvals/{id}", word)));
            var state = (await place.Guest.GetAsync($"/approvals/{id}")).Text("state");
            Assert.Equal(state is "approved" ? [place.Eviction] : [], place.Writes);
            Assert.Single([.. await place.AuditAsync("approval_granted"), .. await place.AuditAsync("approval_denied")]);
        }
    }

    [Fact]
    public async Task A_yes_after_its_time_is_refused_and_a_replay_of_it_too()
    {
        var place = await acting.PlaceAsync();
        var id = await place.AskAsync();
        acting.Clock.Advance(TimeSpan.FromMinutes(30));
        for (var i = 0; i < 2; i++)
        {
            using var late = await place.AsAsync(EdgeHost.Ops, $"/approvals/{id}", Yes);
            Assert.Contains("expired", (await late.ProblemAsync(409, "approval_expired")).Text("detail"), StringComparison.Ordinal);
        }
        Assert.Equal("expired", (await place.Guest.GetAsync($"/approvals/{id}")).Text("state"));
        Assert.Empty(place.Writes);
        Assert.Empty(await place.AuditAsync("approval_granted"));
    }

    [Fact]
    public async Task A_pod_that_was_made_anew_under_its_name_is_not_the_one_that_was_meant()
    {
        var place = await acting.PlaceAsync();
        var incident = await place.IncidentAsync();
        place.Stub.StatefulSet(place.Namespace, "db", 2);
        using var asked = await place.Guest.PostAsync(
            "/actions/execute",
            place.Restart($$""","dry_run":false,"request_approval":true,"incident_id":"{{incident}}" """)
                .Replace(place.Pod, "db-0", StringComparison.Ordinal));
        var id = (await asked.JsonAsync()).Text("approval_id");
        var uid = place.Stub.Find("Pod", place.Namespace, "db-0")!.Uid();
        place.Stub.Remove("Pod", place.Namespace, "db-0");
        Assert.NotEqual(uid, place.Stub.Find("Pod", place.Namespace, "db-0")!.Uid());
        await NotDoneAsync(place, incident, id!, "target_changed");
    }

    [Fact]
    public async Task A_pod_that_is_gone_is_named_with_those_that_there_are_now()
    {
        var place = await acting.PlaceAsync();
        var (incident, id) = await AskForAsync(place);
        place.Stub.Remove("Pod", place.Namespace, place.Pod);
        var said = await NotDoneAsync(place, incident, id, "target_changed");
        Assert.Contains(place.Stub.PodsOf(place.Namespace, "cart")[0].Name(), said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_yes_under_older_policies_is_refused()
    {
        var place = await acting.PlaceAsync(EntryPoint.Asked);
        var (incident, id) = await AskForAsync(place);
        await place.DefineAsync("action_policies: [{name: asked, actions: [restart_pod], namespaces: [NAMESPACE], limits: {max_replicas: 9}}]");
        await NotDoneAsync(place, incident, id, "approval_outdated");
    }

    [Fact]
    public async Task What_is_over_is_not_mended_any_more()
    {
        var place = await acting.PlaceAsync();
        var (incident, id) = await AskForAsync(place);
        await place.Guest.SendAsync($"/incidents/{incident}/resolve", "{}");
        await NotDoneAsync(place, incident, id, "incident_over");
    }

    [Fact]
    public async Task A_yes_for_one_incident_is_booked_on_that_one_alone()
    {
        var place = await acting.PlaceAsync();
        var (first, second) = (await place.IncidentAsync("Pod was OOMKilled"), await place.IncidentAsync("Disk is full"));
        var id = await place.AskAsync($$""","incident_id":"{{first}}" """);
        using (var other = await place.AsAsync(EdgeHost.Ops, $"/approvals/{id}", $$"""{"approved":true,"incident_id":"{{second}}"}"""))
            Assert.Equal("body.incident_id", (await other.ProblemAsync(422, "validation_error")).Loc());
        Assert.Empty(place.Writes);
        using var yes = await place.AsAsync(EdgeHost.Ops, $"/approvals/{id}", Yes);
        var said = await yes.JsonAsync();
        Assert.Equal((first, "success"), (said.Text("incident_id"), said.Text("outcome")));
        Assert.Contains("action_executed", await place.EventsAsync(first));
        Assert.DoesNotContain("action_executed", await place.EventsAsync(second));
    }

    [Fact]
    public async Task Where_four_eyes_are_asked_the_two_are_not_of_one_person()
    {
        var place = await acting.PlaceAsync(
            "action_policies: [{name: asked, actions: [restart_pod], namespaces: [NAMESPACE], four_eyes: true}]");
        var id = await place.AskAsync();
        using (var himself = await place.AsAsync(EdgeHost.Root, $"/approvals/{id}", Yes))
            Assert.Contains("root asked for it", (await himself.ProblemAsync(403, "four_eyes")).Text("detail"), StringComparison.Ordinal);
        using (var console = await ConsoleVisitor.SignInAsync(place.Host, place.Workspace, EdgeHost.Root))
        {
            await (await console.GoAsync("/approvals")).SendAsync($"/approvals/{id}", ("do", "approve"));
            Assert.Contains("somebody else must approve it", console.Text, StringComparison.Ordinal);
        }
        Assert.Empty(place.Writes);
        using var another = await place.AsAsync(EdgeHost.Ops, $"/approvals/{id}", Yes);
        Assert.Equal("success", (await another.JsonAsync()).Text("outcome"));
        Assert.Equal([place.Eviction], place.Writes);
    }

    [Fact]
    public async Task Who_may_not_answer_does_not_and_the_question_stands()
    {
        var place = await acting.PlaceAsync();
        var id = await place.AskAsync();
        using (var viewer = await place.AsAsync(EdgeHost.Eyes, $"/approvals/{id}", Yes)) await viewer.ProblemAsync(403, "insufficient_role");
        using (var sender = await place.AsAsync(EdgeHost.Prom, $"/approvals/{id}", Yes)) await sender.ProblemAsync(403, "insufficient_role");
        using (var nobody = await place.Host.SendAsync(HttpMethod.Post, $"/approvals/{id}", Yes, place.Workspace, key: null))
            Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
        // A key that belongs to another workspace asks there, and there is no such question.
        using (var other = await place.Host.SendAsync(HttpMethod.Post, $"/approvals/{id}", Yes, null, EdgeHost.Acme))
            await other.ProblemAsync(404, "not_found");
        using (var forged = await place.AsAsync(EdgeHost.Acme, $"/approvals/{id}", Yes))
            Assert.True((int)forged.StatusCode is 403 or 404, $"{forged.StatusCode}");
        using (var console = await ConsoleVisitor.SignInAsync(place.Host, place.Workspace, EdgeHost.Eyes))
            Assert.DoesNotContain("Approve and restart", (await console.GoAsync("/approvals")).Text, StringComparison.Ordinal);
        using (var named = await place.AsAsync(EdgeHost.Ops, $"/approvals/{id}", """{"approved":true,"by":"root","role":"admin"}"""))
            await named.ProblemAsync(422, "validation_error");
        Assert.Equal("pending", (await place.Guest.GetAsync($"/approvals/{id}")).Text("state"));
        Assert.Empty(place.Writes);
    }

    [Fact]
    public async Task A_yes_that_was_carried_out_is_not_a_second_one()
    {
        var place = await acting.PlaceAsync();
        var id = await place.AskAsync();
        for (var i = 0; i < 3; i++)
        {
            using var answer = await place.AsAsync(EdgeHost.Ops, $"/approvals/{id}", Yes);
            Assert.Equal("success", (await answer.JsonAsync()).Text("outcome"));
            // Longer than any cooldown: nothing but that it was used up stands in the way.
            acting.Clock.Advance(TimeSpan.FromMinutes(15));
        }
        Assert.Equal([place.Eviction], place.Writes);
    }

    [Fact]
    public async Task A_no_is_not_turned_into_a_yes()
    {
        var place = await acting.PlaceAsync();
        var id = await place.AskAsync();
        using (await place.AsAsync(EdgeHost.Ops, $"/approvals/{id}", No)) { }
        using var yes = await place.AsAsync(EdgeHost.Root, $"/approvals/{id}", Yes);
        var said = await yes.JsonAsync();
        Assert.Equal(("denied", "ops was first and has denied it."), (said.Text("state"), said.Text("message")));
        Assert.Empty(place.Writes);
    }

    private static async Task<(string Incident, string Id)> AskForAsync(ActingPlace place)
    {
        var incident = await place.IncidentAsync();
        return (incident, await place.AskAsync($$""","incident_id":"{{incident}}" """));
    }

    private static async Task<string> NotDoneAsync(ActingPlace place, string incident, string id, string code)
    {
        using var answer = await place.AsAsync(EdgeHost.Ops, $"/approvals/{id}", Yes);
        var said = await answer.JsonAsync();
        Assert.Equal("denied", said.Text("outcome"));
        Assert.Empty(place.Writes);
        Assert.Equal(code, (await place.AuditAsync("action_denied"))[0].At("detail", "code").GetString());
        Assert.Contains("action_denied", await place.EventsAsync(incident));
        return said.Text("outcome_message")!;
    }
}
