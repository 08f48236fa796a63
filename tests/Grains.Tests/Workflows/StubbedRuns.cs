using AiSre.Domain.Definitions.Clusters;
using AiSre.Domain.Incidents;
using AiSre.Domain.Workflows;
using AiSre.Domain.Workflows.Catalogue;
using AiSre.Domain.Workflows.Runs;
using AiSre.Grains.Actions;
using AiSre.Grains.Alarms;
using AiSre.Grains.Ledger;
using AiSre.Grains.Workflows;
using AiSre.Integrations.Kubernetes;
using AiSre.KubernetesStub;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Grains.Tests.Workflows;

/// <summary>
/// Runs with everything behind them: the guard, its log, and a cluster that keeps what real ones keep to. Each story has a namespace and a workspace
/// of its own.
/// </summary>
public sealed class StubbedRuns : IAsyncLifetime
{
    /// <summary>More than there are in the process.</summary>
    private const int Tenants = 2_000;

    /// <summary>Each workspace has a namespace of its own.</summary>
    private static readonly ClusterShares Shares = new(
        [.. Enumerable.Range(1, Tenants).Select(number => new WorkspaceShare($"ws-{number}", [$"shop-{number}"]))]);

    private readonly string folder = Directory.CreateTempSubdirectory("ai-sre-runs-").FullName;

    private ShiftedClock ClusterClock { get; set; } = null!;

    public TestSilo Silo { get; private set; } = null!;

    public StubCluster Stub { get; private set; } = null!;

    internal GuardAway Guard { get; } = new();

    public async ValueTask InitializeAsync()
    {
        var path = Path.Combine(folder, "config");
        Silo = await TestSilo.StartAsync(configure: services => services
            .AddClusters([new("prod", path, null)], new([new() { Name = "prod", Shares = Shares }]))
            .AddSingleton<IIncomingGrainCallFilter>(Guard));
        ClusterClock = new(Silo.Clock);
        Stub = await StubCluster.StartAsync(new() { Clock = ClusterClock });
        Stub.WriteKubeconfig(path);
    }

    /// <summary>The cluster is well again, and what hangs there goes on.</summary>
    public void Restore()
    {
        Stub.Mend();
        (Stub.Settings.ReadyAfterSteps, Stub.Settings.KubeletsAnswer) = (0, true);
        Guard.For(null, 0);
    }

    /// <summary>A deployment of two pods, an hour old, of which one runs out of memory again and again.</summary>
    internal RunStory NewStory()
    {
        var workspace = Silo.NewTenant().Workspace;
        var inNamespace = workspace.Replace("ws-", "shop-", StringComparison.Ordinal);
        ClusterClock.Shift = TimeSpan.FromHours(-1);
        Stub.Deployment(inNamespace, "cart", 2);
        ClusterClock.Shift = TimeSpan.Zero;
        var pod = Stub.PodsOf(inNamespace, "cart")[0].Name();
        Stub.Edit("Pod", inNamespace, pod, one => PodSamples.OutOfMemory(one, 4, Silo.Clock.GetUtcNow().AddMinutes(-1)));
        return new(this, workspace, inNamespace, pod);
    }

    public async ValueTask DisposeAsync()
    {
        await Silo.DisposeAsync();
        await Stub.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}

[CollectionDefinition(Name)]
public sealed class OnStubbedRuns : ICollectionFixture<StubbedRuns>
{
    public const string Name = "on stubbed runs";
}

/// <summary>Lets calls of the guard fail as they do where its silo has just died.</summary>
internal sealed class GuardAway : IIncomingGrainCallFilter
{
    private string? workspace;
    private int away;
    private int asked;

    /// <summary>How often it was asked for the workspace.</summary>
    public int Asked => Volatile.Read(ref asked);

    public void For(string? workspace, int calls)
    {
        this.workspace = workspace;
        Volatile.Write(ref asked, 0);
        Volatile.Write(ref away, calls);
    }

    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.InterfaceMethod.DeclaringType != typeof(IActions) || context.Request.GetArgument(0) as string != workspace)
            return context.Invoke();
        Interlocked.Increment(ref asked);
        return Interlocked.Decrement(ref away) >= 0 ? throw new Orleans.Runtime.SiloUnavailableException("Its silo has died.") : context.Invoke();
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

    /// <summary>What was asked in the story's namespace.</summary>
    public IEnumerable<ApiCall> Calls => runs.Stub.Calls.Where(call => call.Namespace == inNamespace);

    public Tenant Tenant { get; } = new(runs.Silo, workspace);

    /// <summary>Rows of the audit.</summary>
    public async Task<List<string>> AuditAsync() =>
        [.. (await Silo.Service<IActionReads>().AuditAfterAsync(workspace, 0, 100)).Select(row => row.Action)];

    public string Eviction => $"create pods/eviction {inNamespace}/{pod}";

    public IWorkflowRunGrain Run => Silo.Grains.GetGrain<IWorkflowRunGrain>(GrainKeys.WorkflowRun(workspace, Id!));

    public RunTarget Target => new() { Namespace = inNamespace, Pod = pod };

    public Task StartAsync(bool dryRun = false, bool autoApprove = false, Incident? incident = null) => StartAsync(
        WorkflowCatalogue.Workflows.Single(workflow => workflow.Id == "oom_recovery"),
        $$"""{"namespace":"{{inNamespace}}","pod_name":"{{pod}}"}""", dryRun, autoApprove, incident);

    public async Task StartAsync(
        WorkflowDefinition definition, string inputs, bool dryRun = false, bool autoApprove = false, Incident? incident = null)
    {
        var order = RunOrder.Of(workspace, definition, inputs, incident, "alice") with
        {
            DryRun = dryRun, AutoApprove = autoApprove, StarterRole = ApproverRole.Operator,
        };
        var started = await Silo.Grains.GetGrain<IWorkflowRunsGrain>(workspace).StartAsync(order);
        Assert.Equal(StartResult.Started, started.Result);
        Id = started.Run!.Id;
    }

    public async Task<AnswerOutcome> ApproveAsync(string by = "bob") =>
        (await Run.AnswerAsync(new() { StepId = "ok", Approved = true, By = by, Role = ApproverRole.Operator })).Outcome;

    /// <summary>It waits at a gate that says what would happen.</summary>
    public async Task<RunGate> PlannedAsync()
    {
        WorkflowRun? run = null;
        await TestSilo.UntilAsync(async () => (run = await Run.GetAsync()) is { Gate.IsPlanned: true }, "the gate says what would happen");
        return run!.Gate!;
    }

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
