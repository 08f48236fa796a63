using AiSre.Domain.Workflows;
using AiSre.Domain.Workflows.Catalogue;
using AiSre.Domain.Workflows.Runs;
using AiSre.Grains.Ledger;
using AiSre.Grains.Workflows;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Grains.Tests.Workflows;

public sealed class WorkflowRunTests(WorkflowRunTests.Fixture fixture) : IClassFixture<WorkflowRunTests.Fixture>
{
    private readonly TestSilo silo = fixture.Silo;
    private readonly Tenant tenant = fixture.Silo.NewTenant();

    private PlayedDoor Door => fixture.Doors.Of(tenant);

    [Fact]
    public async Task A_recovery_reads_asks_acts_and_looks()
    {
        var id = await StartAsync();
        var waiting = await UntilAsync(id, RunStatus.WaitingApproval);
        Assert.Equal("ok", waiting.Gate?.StepId);
        Assert.Equal(AnswerOutcome.Accepted, (await Run(id).AnswerAsync(Yes)).Outcome);
        await UntilAsync(id, RunStatus.WaitingTimer);
        var request = Assert.Single(Door.Done);
        Assert.Equal(($"wf:{id}:restart:1", "bob", false), (request.Key, request.Approval?.By, request.DryRun));
        var done = await EndAsync(id);
        Assert.Equal((RunStatus.Succeeded, true), (done.Status, done.Steps[^1].Verified));
        Assert.Single(Door.Done);
    }

    [Fact]
    public async Task A_dry_run_asks_nobody()
    {
        var id = await StartAsync(dryRun: true);
        var done = await EndAsync(id);
        Assert.Equal(RunStatus.Succeeded, done.Status);
        Assert.True(Assert.Single(Door.Done).DryRun);
    }

    [Fact]
    public async Task A_gate_that_nobody_answers_expires_while_nobody_looks()
    {
        var id = await StartAsync();
        await UntilAsync(id, RunStatus.WaitingApproval);
        await silo.RestartAsync(TimeSpan.FromMinutes(45));
        Assert.Equal(RunStatus.TimedOut, (await EndAsync(id)).Status);
        Assert.Empty(Door.Done);
    }

    [Fact]
    public async Task A_process_that_dies_before_it_acts_has_not_acted_and_another_does_once()
    {
        var never = new TaskCompletionSource();
        Door.Before = () => never.Task;
        var id = await ApprovedAsync();
        await UntilAsync(id, RunStatus.Running);
        Door.Before = () => Task.CompletedTask;
        await silo.RestartAsync();
        Assert.Equal(RunStatus.Succeeded, (await EndAsync(id)).Status);
        Assert.Single(Door.Done);
        never.SetResult();
    }

    [Fact]
    public async Task A_process_that_dies_after_it_has_acted_and_before_it_says_so_has_acted_once()
    {
        var never = new TaskCompletionSource();
        Door.After = () => never.Task;
        var id = await ApprovedAsync();
        await TestSilo.UntilAsync(() => Task.FromResult(Door.Done.Count == 1), "it is done");
        Door.After = () => Task.CompletedTask;
        await silo.RestartAsync();
        Assert.Equal(RunStatus.Succeeded, (await EndAsync(id)).Status);
        Assert.Single(Door.Done);
        never.SetResult();
    }

    [Fact]
    public async Task A_report_that_cannot_be_stored_is_found_out_later()
    {
        var id = await StartAsync();
        await UntilAsync(id, RunStatus.WaitingApproval);
        Door.Before = () =>
        {
            silo.Database.Broken = true;
            return Task.CompletedTask;
        };
        await Run(id).AnswerAsync(Yes);
        await TestSilo.UntilAsync(() => Task.FromResult(Door.Done.Count == 1), "it is done");
        (Door.Before, silo.Database.Broken) = (() => Task.CompletedTask, false);
        Assert.Equal(RunStatus.Succeeded, (await EndAsync(id)).Status);
        Assert.Single(Door.Done);
    }

    [Fact]
    public async Task The_kill_switch_holds_a_run_and_lets_it_go()
    {
        Door.Answer = _ => new(ReportOutcome.Held, "The kill switch is on.");
        var id = await ApprovedAsync();
        var held = await UntilAsync(id, RunStatus.WaitingTimer);
        Assert.Equal("The kill switch is on.", held.Reason);
        Door.Answer = request => new(ReportOutcome.Done, $"{request.Call}");
        Assert.Equal(RunStatus.Succeeded, (await EndAsync(id)).Status);
        Assert.Single(Door.Done);
    }

    [Fact]
    public async Task A_wait_ends_at_once_when_it_is_cancelled()
    {
        var id = await StartAsync();
        await UntilAsync(id, RunStatus.WaitingApproval);
        Assert.Equal(RunStatus.Cancelled, (await Run(id).CancelAsync("bob"))!.Status);
        Assert.Equal(RunStatus.Cancelled, (await Run(id).CancelAsync("carol"))!.Status);
        Assert.Equal("Cancelled by bob.", (await Run(id).GetAsync())!.Reason);
    }

    [Fact]
    public async Task One_target_has_one_run_of_a_workflow_and_is_free_again_after_it()
    {
        var id = await StartAsync();
        await UntilAsync(id, RunStatus.WaitingApproval);
        var second = await Runs.StartAsync(Order());
        Assert.Equal((StartResult.LivesAlready, id), (second.Result, second.Other));
        Assert.Equal(StartResult.Started, (await Runs.StartAsync(Order(pod: "web-2"))).Result);
        await Run(id).CancelAsync("bob");
        Assert.Equal(StartResult.Started, (await Runs.StartAsync(Order())).Result);
    }

    [Fact]
    public async Task There_is_a_limit_to_what_lives_at_once()
    {
        var ids = new List<string>();
        for (var i = 0; i < WorkflowRunsGrain.MostLive; i++) ids.Add((await Runs.StartAsync(Order(pod: $"web-{i}"))).Run!.Id);
        Assert.Equal(StartResult.TooMany, (await Runs.StartAsync(Order(pod: "web-x"))).Result);
        await UntilAsync(ids[7], RunStatus.WaitingApproval);
        await Run(ids[7]).CancelAsync("bob");
        Assert.Equal(StartResult.Started, (await Runs.StartAsync(Order(pod: "web-x"))).Result);
    }

    [Fact]
    public async Task While_all_hang_that_a_workspace_may_run_at_once_the_run_of_another_is_carried_out()
    {
        var (other, never, hanging) = (silo.NewTenant(), new TaskCompletionSource(), 0);
        Door.Before = () =>
        {
            Interlocked.Increment(ref hanging);
            return never.Task;
        };
        for (var i = 0; i < WorkflowRunsGrain.MostLive; i++)
        {
            var id = (await Runs.StartAsync(Order(pod: $"web-{i}"))).Run!.Id;
            await UntilAsync(id, RunStatus.WaitingApproval);
            await Run(id).AnswerAsync(Yes);
        }
        await TestSilo.UntilAsync(() => Task.FromResult(Volatile.Read(ref hanging) == WorkflowRunsGrain.MostLive), "all of them hang");

        var order = Order() with { Workspace = other.Workspace };
        var own = (await silo.Grains.GetGrain<IWorkflowRunsGrain>(other.Workspace).StartAsync(order)).Run!.Id;
        await AllAsync([(other.Workspace, own)], RunStatus.WaitingApproval);
        await Of(other.Workspace, own).AnswerAsync(Yes);
        await TestSilo.UntilAsync(() => Task.FromResult(fixture.Doors.Of(other).Done.Count == 1), "the other's has acted");

        Assert.Empty(Door.Done);
        never.SetResult();
    }

    [Fact]
    public async Task The_list_has_the_newest_first_and_forgets_after_a_month()
    {
        var first = await StartAsync();
        await Run(first).CancelAsync("bob");
        silo.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = await StartAsync();
        Assert.Equal([second, first], (await Queries.ListAsync(tenant.Workspace, null, 10)).Select(run => run.Id));
        Assert.Equal([first], (await Queries.ListAsync(tenant.Workspace, second, 10)).Select(run => run.Id));
        Assert.Equal(RunStatus.Cancelled, (await Queries.ListAsync(tenant.Workspace, second, 10))[0].Status);
        await Run(second).CancelAsync("bob");
        silo.Clock.Advance(WorkflowRunGrain.Kept + TimeSpan.FromMinutes(1));
        await silo.AfterTicksAsync(async () => (await Queries.ListAsync(tenant.Workspace, null, 10)).IsEmpty, "they are forgotten");
        Assert.Null(await Run(first).GetAsync());
    }

    [Fact]
    public async Task Nonsense_makes_no_run()
    {
        Assert.Null(await Run("run-none").GetAsync());
        Assert.Null(await Run("run-none").CancelAsync("bob"));
        Assert.Null((await Run("run-none").AnswerAsync(Yes)).Run);
        Assert.Empty(await Queries.ListAsync(tenant.Workspace, null, 10));
    }

    [Fact]
    public async Task What_is_stored_of_a_run_reads_back_the_same()
    {
        var id = await ApprovedAsync();
        await UntilAsync(id, RunStatus.WaitingTimer);
        var stored = (await silo.Service<IDocumentReads>().FindAsync(new(tenant.Workspace, WorkflowRunGrain.Kind, id)))!.Text;
        Assert.Equal(stored, DocumentText.Write(DocumentText.Read<WorkflowRunState>(stored)));
    }

    /// <summary>All of them live at once, in fifty workspaces, before the first is answered.</summary>
    [Fact]
    public async Task A_thousand_runs_end_as_they_should()
    {
        var started = new List<(string Workspace, string Id)>();
        foreach (var part in Enumerable.Range(0, 1_000).Chunk(100))
        {
            started.AddRange(await Task.WhenAll(part.Select(async i =>
            {
                var workspace = $"{tenant.Workspace}-{i / 20}";
                var order = Order(pod: $"web-{i}") with { Workspace = workspace };
                return (workspace, (await silo.Grains.GetGrain<IWorkflowRunsGrain>(workspace).StartAsync(order)).Run!.Id);
            })));
        }
        await AllAsync(started, RunStatus.WaitingApproval);

        var (told, refused) = (started.Where((_, i) => i % 4 == 0).ToList(), started.Where((_, i) => i % 4 == 1).ToList());
        var (cancelled, forgotten) = (started.Where((_, i) => i % 4 == 2).ToList(), started.Where((_, i) => i % 4 == 3).ToList());
        await Task.WhenAll(told.Select(run => Of(run.Workspace, run.Id).AnswerAsync(Yes)));
        await Task.WhenAll(refused.Select(run => Of(run.Workspace, run.Id).AnswerAsync(Yes with { Approved = false })));
        await Task.WhenAll(cancelled.Select(run => Of(run.Workspace, run.Id).CancelAsync("bob")));
        await AllAsync(told, RunStatus.WaitingTimer);
        await AllAsync(refused, RunStatus.Rejected);
        await AllAsync(cancelled, RunStatus.Cancelled);
        await AllAsync(forgotten, RunStatus.WaitingApproval);
        silo.Clock.Advance(TimeSpan.FromSeconds(121));
        await silo.AfterTicksAsync(() => AreAllAsync(told, RunStatus.Succeeded), "those that were told have succeeded");
        silo.Clock.Advance(TimeSpan.FromMinutes(30));
        await silo.AfterTicksAsync(() => AreAllAsync(forgotten, RunStatus.TimedOut), "those that nobody answered have timed out");
        Assert.Equal(told.Select(run => $"wf:{run.Id}:restart:1").Order(), Door.Done.Select(request => request.Key).Order());
    }

    private static readonly GateAnswer Yes = new() { Approved = true, By = "bob", Role = ApproverRole.Operator };

    private IWorkflowRunsGrain Runs => silo.Grains.GetGrain<IWorkflowRunsGrain>(tenant.Workspace);

    private IWorkflowRunQueries Queries => silo.Grains.GetGrain<IWorkflowRunQueries>(0);

    private IWorkflowRunGrain Run(string id) => Of(tenant.Workspace, id);

    private IWorkflowRunGrain Of(string workspace, string id) => silo.Grains.GetGrain<IWorkflowRunGrain>(GrainKeys.WorkflowRun(workspace, id));

    private RunOrder Order(string pod = "web-1", bool dryRun = false)
    {
        var inputs = $$"""{"namespace":"production","pod_name":"{{pod}}"}""";
        return new()
        {
            Workspace = tenant.Workspace, Definition = WorkflowCatalogue.Workflows.Single(workflow => workflow.Id == "oom_recovery"), Inputs = inputs,
            Target = InputRules.Target(inputs), DryRun = dryRun, StartedBy = "alice", StarterRole = ApproverRole.Operator,
        };
    }

    private async Task<string> StartAsync(bool dryRun = false)
    {
        var started = await Runs.StartAsync(Order(dryRun: dryRun));
        Assert.Equal(StartResult.Started, started.Result);
        return started.Run!.Id;
    }

    private async Task<string> ApprovedAsync()
    {
        var id = await StartAsync();
        await UntilAsync(id, RunStatus.WaitingApproval);
        Assert.Equal(AnswerOutcome.Accepted, (await Run(id).AnswerAsync(Yes)).Outcome);
        return id;
    }

    private Task AllAsync(List<(string Workspace, string Id)> runs, RunStatus status) =>
        TestSilo.UntilAsync(() => AreAllAsync(runs, status), $"all are {status}");

    private async Task<bool> AreAllAsync(List<(string Workspace, string Id)> runs, RunStatus status) =>
        (await Task.WhenAll(runs.Select(run => Of(run.Workspace, run.Id).GetAsync()))).All(run => run?.Status == status);

    private async Task<WorkflowRun> UntilAsync(string id, RunStatus status)
    {
        WorkflowRun? run = null;
        await TestSilo.UntilAsync(async () => (run = await Run(id).GetAsync())?.Status == status, $"the run is {status}");
        return run!;
    }

    /// <summary>Lets time pass until it is over.</summary>
    private async Task<WorkflowRun> EndAsync(string id)
    {
        WorkflowRun? run = null;
        await silo.AfterTicksAsync(async () => (run = await Run(id).GetAsync()) is { IsOver: true }, "the run is over");
        return run!;
    }

    public sealed class Fixture : IAsyncLifetime
    {
        internal PlayedDoors Doors { get; } = new();

        internal TestSilo Silo { get; private set; } = null!;

        public async ValueTask InitializeAsync() =>
            Silo = await TestSilo.StartAsync(configure: services => services.AddSingleton<IActionDoor>(Doors).AddSingleton<IEvidence>(Doors));

        public ValueTask DisposeAsync() => Silo.DisposeAsync();
    }
}
