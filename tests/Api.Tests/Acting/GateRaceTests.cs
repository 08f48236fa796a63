using System.Net;
using AiSre.Api.Tests.Edge;
using AiSre.Api.Tests.EndToEnd;
using AiSre.TestHost;

namespace AiSre.Api.Tests.Acting;

/// <summary>A run that waits at its gate, and everything that may come between the question and the yes.</summary>
[Collection(OnActingHost.Name)]
public sealed class GateRaceTests(ActingHost acting)
{
    private const int Rounds = 8;
    private const string Yes = """{"approved":true,"gate":"ok"}""", No = """{"approved":false,"gate":"ok"}""";

    private const string Gates = """
        action_policies: [{name: asked, actions: [restart_pod], namespaces: [NAMESPACE]}]
        workflows:
          two:
            name: Two gates
            inputs: {namespace: {required: true}, pod_name: {required: true}}
            steps:
              - {id: rest, type: wait, minutes: 1}
              - {id: first, type: approval}
              - {id: pause, type: wait, minutes: 1}
              - {id: ok, type: approval}
              - {id: act, type: action, action: restart_pod, args: {namespace: "{{inputs.namespace}}", pod_name: "{{inputs.pod_name}}"}}
          eyes:
            name: Four eyes
            inputs: {namespace: {required: true}, pod_name: {required: true}}
            steps:
              - {id: ok, type: approval, approver_role: admin, four_eyes: true, expires_minutes: 10}
              - {id: act, type: action, action: restart_pod, args: {namespace: "{{inputs.namespace}}", pod_name: "{{inputs.pod_name}}"}}
        """;

    [Fact]
    public async Task Of_many_who_answer_at_once_one_counts_and_it_is_done_once()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var place = await acting.PlaceAsync(EntryPoint.Asked);
            var run = await ToGateAsync(place, "act_asked");
            using var console = await ConsoleVisitor.SignInAsync(place.Host, place.Workspace);
            await console.GoAsync($"/workflows/runs/{run}");
            var form = console.SendAsync($"/workflows/runs/{run}/answer", ("do", "approve"));
            string[] keys = [EdgeHost.Root, EdgeHost.Ops, EdgeHost.Root, EdgeHost.Ops];
            var answers = await Task.WhenAll(keys.Select(key => place.AsAsync(key, $"/workflows/{run}/approve", Yes)));
            var said = (await form).Text;

            await place.RunUntilAsync(run, "succeeded");
            Assert.Equal([place.Eviction], place.Writes);
            Assert.Single(await place.AuditAsync("workflow_approved"));
            var accepted = answers.Count(answer => answer.StatusCode is HttpStatusCode.OK);
            Assert.Equal(1, accepted + (said.Contains("Approved: the run goes on", StringComparison.Ordinal) ? 1 : 0));
            foreach (var late in answers.Where(answer => answer.StatusCode is not HttpStatusCode.OK))
                Assert.Contains("answered already", (await late.ProblemAsync(409, "already_answered")).Text("detail"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_yes_and_a_no_at_once_are_one_of_the_two()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var place = await acting.PlaceAsync(EntryPoint.Asked);
            var run = await ToGateAsync(place, "act_asked");
            string[] words = round % 2 == 0 ? [Yes, No] : [No, Yes];
            await Task.WhenAll(words.Select((word, i) => place.AsAsync(i == 0 ? EdgeHost.Root : EdgeHost.Ops, $"/workflows/{run}/approve", word)));
            var ended = await place.RunUntilAsync(run, "succeeded", "rejected");
            Assert.Equal(ended.Text("status") is "succeeded" ? [place.Eviction] : [], place.Writes);
        }
    }

    [Fact]
    public async Task A_yes_after_its_time_is_refused_and_the_run_is_over()
    {
        var place = await acting.PlaceAsync(EntryPoint.Asked);
        var run = await ToGateAsync(place, "act_asked");
        acting.Clock.Advance(TimeSpan.FromMinutes(10));
        using var late = await place.AsAsync(EdgeHost.Ops, $"/workflows/{run}/approve", Yes);
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Contains((await late.JsonAsync()).Text("error"), new[] { "approval_expired", "run_is_over" });
        Assert.Contains("Nobody answered", (await place.RunUntilAsync(run, "timed_out")).Text("reason"), StringComparison.Ordinal);
        Assert.Empty(place.Writes);
    }

    [Fact]
    public async Task An_answer_that_comes_early_is_kept_for_its_gate_and_opens_no_other()
    {
        var place = await acting.PlaceAsync(Gates);
        var run = await place.StartAsync("two");
        using (var unnamed = await place.AsAsync(EdgeHost.Ops, $"/workflows/{run}/approve", """{"approved":true}"""))
        {
            var problem = await unnamed.ProblemAsync(422, "validation_error");
            Assert.Equal("body.gate", problem.Loc());
            Assert.Contains("names its own: first, ok.", problem.ToString(), StringComparison.Ordinal);
        }
        using (var early = await place.AsAsync(EdgeHost.Ops, $"/workflows/{run}/approve", Yes))
            Assert.Equal(HttpStatusCode.OK, early.StatusCode);
        using (var again = await place.AsAsync(EdgeHost.Root, $"/workflows/{run}/approve", No)) await again.ProblemAsync(409, "already_answered");

        acting.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal("first", (await place.RunUntilAsync(run, "waiting_approval")).At("approval", "id").GetString());
        Assert.Empty(place.Writes);
        const string first = """{"approved":true,"gate":"first"}""";
        using (var named = await place.AsAsync(EdgeHost.Ops, $"/workflows/{run}/approve", first)) Assert.Equal(HttpStatusCode.OK, named.StatusCode);
        using (var older = await place.AsAsync(EdgeHost.Root, $"/workflows/{run}/approve", first)) await older.ProblemAsync(409, "already_answered");
        await ToStepAsync(place, run, "pause");
        Assert.Empty(place.Writes);
        acting.Clock.Advance(TimeSpan.FromSeconds(61));
        await place.RunUntilAsync(run, "succeeded");
        Assert.Equal([place.Eviction], place.Writes);
    }

    [Fact]
    public async Task An_answer_to_an_older_gate_does_not_open_the_next()
    {
        var place = await acting.PlaceAsync(Gates);
        var run = await place.StartAsync("two");
        const string first = """{"approved":true,"gate":"first"}""";
        using (await place.AsAsync(EdgeHost.Ops, $"/workflows/{run}/approve", first)) { }
        acting.Clock.Advance(TimeSpan.FromSeconds(61));
        await ToStepAsync(place, run, "pause");
        acting.Clock.Advance(TimeSpan.FromSeconds(61));
        await ToStepAsync(place, run, "ok");
        using (var unnamed = await place.AsAsync(EdgeHost.Root, $"/workflows/{run}/approve", """{"approved":true}"""))
            Assert.Contains("names its own: ok.", (await unnamed.ProblemAsync(422, "validation_error")).ToString(), StringComparison.Ordinal);
        using (var older = await place.AsAsync(EdgeHost.Root, $"/workflows/{run}/approve", first)) await older.ProblemAsync(409, "already_answered");
        Assert.Equal("ok", (await place.RunAsync(run)).At("approval", "id").GetString());
        Assert.Empty(place.Writes);
    }

    [Fact]
    public async Task Who_started_the_run_and_who_may_not_answer_do_not_open_a_gate_of_four_eyes()
    {
        var place = await acting.PlaceAsync(Gates);
        var run = await ToGateAsync(place, "eyes");
        using (var himself = await place.AsAsync(EdgeHost.Root, $"/workflows/{run}/approve", Yes)) await himself.ProblemAsync(403, "four_eyes");
        using (var lower = await place.AsAsync(EdgeHost.Ops, $"/workflows/{run}/approve", Yes)) await lower.ProblemAsync(403, "approval_role");
        using (var viewer = await place.AsAsync(EdgeHost.Eyes, $"/workflows/{run}/approve", Yes)) await viewer.ProblemAsync(403, "insufficient_role");
        using (var sender = await place.AsAsync(EdgeHost.Prom, $"/workflows/{run}/approve", Yes)) await sender.ProblemAsync(403, "insufficient_role");
        using (var other = await place.Host.SendAsync(HttpMethod.Post, $"/workflows/{run}/approve", Yes, null, EdgeHost.Acme))
            await other.ProblemAsync(404, "not_found");
        using (var console = await ConsoleVisitor.SignInAsync(place.Host, place.Workspace, EdgeHost.Root))
        {
            await (await console.GoAsync($"/workflows/runs/{run}")).SendAsync($"/workflows/runs/{run}/answer", ("do", "approve"));
            Assert.Contains("somebody else than the one who started", console.Text, StringComparison.Ordinal);
        }
        Assert.Equal("waiting_approval", (await place.RunAsync(run)).Text("status"));
        Assert.Empty(place.Writes);
    }

    [Fact]
    public async Task A_yes_for_one_run_opens_no_gate_of_another()
    {
        var (place, other) = (await acting.PlaceAsync(EntryPoint.Asked), await acting.PlaceAsync(EntryPoint.Asked));
        var (run, elsewhere) = (await ToGateAsync(place, "act_asked"), await ToGateAsync(other, "act_asked"));
        using (await place.AsAsync(EdgeHost.Ops, $"/workflows/{run}/approve", Yes)) await place.RunUntilAsync(run, "succeeded");
        using (var replay = await place.AsAsync(EdgeHost.Ops, $"/workflows/{run}/approve", Yes)) await replay.ProblemAsync(409, "already_answered");
        using (var foreign = await place.AsAsync(EdgeHost.Ops, $"/workflows/{elsewhere}/approve", Yes)) await foreign.ProblemAsync(404, "not_found");
        Assert.Equal("waiting_approval", (await other.RunAsync(elsewhere)).Text("status"));
        Assert.Equal([place.Eviction], place.Writes);
        Assert.Empty(other.Writes);
    }

    private static async Task<string> ToGateAsync(ActingPlace place, string workflow)
    {
        var run = await place.StartAsync(workflow);
        await place.RunUntilAsync(run, "waiting_approval");
        return run;
    }

    private static Task ToStepAsync(ActingPlace place, string run, string step) =>
        Poll.UntilAsync($"the step {step}", async () => (await place.RunAsync(run)).Text("current_step") == step);
}
