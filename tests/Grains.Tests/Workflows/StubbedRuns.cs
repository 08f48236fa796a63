using AiSre.Domain.Workflows;
using AiSre.Domain.Workflows.Catalogue;
using AiSre.Domain.Workflows.Runs;
using AiSre.Grains.Alarms;
using AiSre.Grains.Workflows;
using AiSre.Integrations.Kubernetes;
using AiSre.KubernetesStub;

namespace AiSre.Grains.Tests.Workflows;

/// <summary>
/// Runs with everything behind them: the guard, its log, and a cluster that keeps what real ones keep to. Each story has a namespace and a workspace
/// of its own.
/// </summary>
internal sealed class StubbedRuns : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ai-sre-runs-").FullName;
    private int stories;

    private StubbedRuns()
    {
    }

    private ShiftedClock ClusterClock { get; set; } = null!;

    public TestSilo Silo { get; private set; } = null!;

    public StubCluster Stub { get; private set; } = null!;

    public static async Task<StubbedRuns> StartAsync()
    {
        var runs = new StubbedRuns();
        var path = Path.Combine(runs.folder, "config");
        runs.Silo = await TestSilo.StartAsync(configure: services => services.AddClusters([new("prod", path, null)], "prod"));
        runs.ClusterClock = new(runs.Silo.Clock);
        runs.Stub = await StubCluster.StartAsync(new() { Clock = runs.ClusterClock });
        runs.Stub.WriteKubeconfig(path);
        return runs;
    }

    /// <summary>A deployment of two pods, an hour old, of which one runs out of memory again and again.</summary>
    public RunStory NewStory()
    {
        var inNamespace = $"shop-{++stories}";
        ClusterClock.Shift = TimeSpan.FromHours(-1);
        Stub.Deployment(inNamespace, "cart", 2);
        ClusterClock.Shift = TimeSpan.Zero;
        var pod = Stub.PodsOf(inNamespace, "cart")[0].Name();
        Stub.Edit("Pod", inNamespace, pod, one => PodSamples.OutOfMemory(one, 4, Silo.Clock.GetUtcNow().AddMinutes(-1)));
        return new(this, Silo.NewTenant().Workspace, inNamespace, pod);
    }

    /// <summary>The silo's clock, which shows an earlier time while somebody prepares the past.</summary>
    private sealed class ShiftedClock(TimeProvider clock) : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + Shift;
    }

    public async ValueTask DisposeAsync()
    {
        await Silo.DisposeAsync();
        await Stub.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}

/// <summary>One run of the recovery from a lack of memory.</summary>
internal sealed class RunStory(StubbedRuns runs, string workspace, string inNamespace, string pod)
{
    private TestSilo Silo => runs.Silo;

    public string Workspace => workspace;

    public string Namespace => inNamespace;

    public string Pod => pod;

    public string? Id { get; private set; }

    /// <summary>What was written to the story's namespace.</summary>
    public IReadOnlyList<string> Writes => [.. runs.Stub.Writes.All.Where(write => write.Namespace == inNamespace).Select(write => write.ToString())];

    public string Eviction => $"create pods/eviction {inNamespace}/{pod}";

    public IWorkflowRunGrain Run => Silo.Grains.GetGrain<IWorkflowRunGrain>(GrainKeys.WorkflowRun(workspace, Id!));

    public RunTarget Target => new() { Namespace = inNamespace, Pod = pod };

    public async Task StartAsync(bool dryRun = false, bool autoApprove = false)
    {
        var inputs = $$"""{"namespace":"{{inNamespace}}","pod_name":"{{pod}}"}""";
        var started = await Silo.Grains.GetGrain<IWorkflowRunsGrain>(workspace).StartAsync(new()
        {
            Workspace = workspace, Definition = WorkflowCatalogue.Workflows.Single(workflow => workflow.Id == "oom_recovery"), Inputs = inputs,
            Target = InputRules.Target(inputs), DryRun = dryRun, AutoApprove = autoApprove, StartedBy = "alice",
            StarterRole = ApproverRole.Operator,
        });
        Assert.Equal(StartResult.Started, started.Result);
        Id = started.Run!.Id;
    }

    public async Task<AnswerOutcome> ApproveAsync(string by = "bob") =>
        (await Run.AnswerAsync(new() { StepId = "ok", Approved = true, By = by, Role = ApproverRole.Operator })).Outcome;

    public async Task<WorkflowRun> UntilAsync(RunStatus status)
    {
        WorkflowRun? run = null;
        await TestSilo.UntilAsync(async () =>
        {
            run = await Run.GetAsync();
            Assert.False(run is { IsOver: true } && run.Status != status, $"The run is {run?.Status}: {run?.Reason}");
            return run?.Status == status;
        }, $"the run is {status}");
        return run!;
    }

    /// <summary>Lets time pass until it is over.</summary>
    public async Task<WorkflowRun> EndAsync()
    {
        var (waited, run) = (0, (WorkflowRun?)null);
        await TestSilo.UntilAsync(async () =>
        {
            var overdue = await OverdueAsync();
            if ((run = await Run.GetAsync()) is { IsOver: true }) return true;
            if (MayPass(run, overdue, ref waited) is { } time) Silo.Clock.Advance(time);
            return false;
        }, "the run is over");
        return run!;
    }

    private async Task<bool> OverdueAsync() => await Silo.Service<IAlarmReads>().OverdueAsync(Silo.Clock.GetUtcNow()) > TimeSpan.Zero;

    /// <summary>
    /// Time stands while something is being done, because the calls to the cluster are limited by the same clock; what is due gets a moment before it
    /// counts as later.
    /// </summary>
    /// <param name="overdue">Something was due before the run was looked at.</param>
    private static TimeSpan? MayPass(WorkflowRun? run, bool overdue, ref int waited)
    {
        if (!overdue && run is { Status: RunStatus.WaitingTimer }) return TimeSpan.FromSeconds(10);
        if (++waited < (overdue ? 10 : 200)) return null;
        waited = 0;
        return TimeSpan.FromSeconds(1);
    }
}
