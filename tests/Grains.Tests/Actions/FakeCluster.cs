using System.Collections.Concurrent;
using System.Collections.Immutable;
using AiSre.Domain.Actions;
using AiSre.Domain.Actions.Guard;
using AiSre.Domain.Kubernetes;
using AiSre.Grains.Actions;

namespace AiSre.Grains.Tests.Actions;

/// <summary>
/// A cluster in memory: one deployment of three pods in the namespace shop. It remembers what was written and does what a test says.
/// </summary>
internal sealed class FakeCluster(TimeProvider clock) : IClusterGateway
{
    public static readonly ObjectRef Cart = new("Deployment", "shop", "cart", "uid-cart");

    private readonly Lock gate = new();
    private readonly List<PodFacts> pods = [];
    private int made;

    /// <summary>What was really done.</summary>
    public ConcurrentQueue<string> Writes { get; } = [];

    /// <summary>What was asked as a dry run.</summary>
    public ConcurrentQueue<string> DryRuns { get; } = [];

    /// <summary>Asked for facts.</summary>
    public int Reads { get; private set; }

    public int Replicas { get; private set; } = 3;

    public bool IsReadable { get; set; } = true;

    /// <summary>Of the namespace: workloads, and those of them that are not ready.</summary>
    public NamespaceFacts Namespace { get; set; } = new(false, 1, 0);

    /// <summary>Called before a write; a result stands in its place, null lets it happen.</summary>
    public Func<PermittedAction, Task<ProviderResult?>> OnAct { get; set; } = static _ => Task.FromResult<ProviderResult?>(null);

    /// <summary>Called while facts are read.</summary>
    public Func<Task> OnRead { get; set; } = static () => Task.CompletedTask;

    /// <summary>It happens, and its answer is lost.</summary>
    public bool LosesAnswers { get; set; }

    public IReadOnlyCollection<string> Clusters => ["east"];

    public string? Resolve(string? label) => label is null or "east" ? "east" : null;

    /// <summary>Namespaces that belong to somebody else.</summary>
    public List<string> Foreign { get; } = [];

    public bool Has(string cluster, string inNamespace) => !Foreign.Contains(inNamespace);

    public string FirstPod
    {
        get
        {
            lock (gate)
            {
                Fill();
                return pods[0].Ref.Name;
            }
        }
    }

    public async Task<TargetFacts> TargetAsync(string cluster, TargetName target, CancellationToken cancellation)
    {
        Reads++;
        await OnRead();
        lock (gate)
        {
            Fill();
            var pod = pods.FirstOrDefault(pod => pod.Ref.Name == target.Pod);
            var known = target.Namespace == "shop" && (pod is not null || target.Deployment == "cart");
            return Facts(known) with { Pod = IsReadable ? new(pod) : new(null, "timed out") };
        }
    }

    public Task<TargetFacts> WorkloadAsync(string cluster, ObjectRef workload, CancellationToken cancellation)
    {
        lock (gate)
        {
            Fill();
            return Task.FromResult(Facts(workload.Uid == Cart.Uid));
        }
    }

    public async Task<ProviderResult> ActAsync(PermittedAction action, CancellationToken cancellation)
    {
        var what = action.Plan.Request.Action is ActionName.RestartPod ? $"evict {action.Plan.Target!.Name}"
            : $"scale {action.Plan.Request.Replicas}";
        if (action.IsDryRun)
        {
            DryRuns.Enqueue(what);
            return ProviderResult.Succeeded("The API server would accept it.");
        }
        if (await OnAct(action) is { } instead) return instead;
        lock (gate)
        {
            Writes.Enqueue(what);
            if (action.Plan.Request.Action is ActionName.ScaleDeployment) Replicas = action.Plan.Request.Replicas;
            else pods.RemoveAll(pod => pod.Ref.Uid == action.Plan.Target!.Uid);
            Fill();
        }
        return LosesAnswers ? ProviderResult.Unknown("The answer was lost.") : ProviderResult.Succeeded("Accepted.");
    }

    public Task<Known<PodFate>> FateAsync(string cluster, ObjectRef pod, CancellationToken cancellation)
    {
        lock (gate)
        {
            return Task.FromResult(!IsReadable ? new(default, "timed out")
                : new Known<PodFate>(pods.Any(known => known.Ref.Uid == pod.Uid) ? PodFate.Stays : PodFate.Gone));
        }
    }

    /// <summary>A pod dies of its memory again and again.</summary>
    public void Sicken(string name)
    {
        lock (gate)
        {
            Fill();
            var at = pods.FindIndex(pod => pod.Ref.Name == name);
            pods[at] = pods[at] with
            {
                IsReady = false,
                Containers = [new() { Name = "main", Restarts = 4, WaitingReason = "CrashLoopBackOff", LastTerminationReason = "OOMKilled" }],
            };
        }
    }

    /// <summary>Somebody has scaled it who is not the platform.</summary>
    public void ScaleByHand(int replicas)
    {
        lock (gate)
        {
            Replicas = replicas;
            Fill();
        }
    }

    /// <summary>A pod goes by itself, and another takes its place.</summary>
    public void Lose(string name)
    {
        lock (gate)
        {
            pods.RemoveAll(pod => pod.Ref.Name == name);
            Fill();
        }
    }

    /// <summary>Its controller keeps as many as are wanted.</summary>
    private void Fill()
    {
        while (pods.Count > Replicas) pods.RemoveAt(pods.Count - 1);
        while (pods.Count < Replicas)
        {
            var first = made < 3;
            var name = $"cart-{++made}";
            pods.Add(new()
            {
                Ref = new("Pod", "shop", name, $"uid-{name}"), ResourceVersion = "1", Phase = "Running", IsReady = true,
                CreatedAt = first ? clock.GetUtcNow().AddHours(-2) : clock.GetUtcNow(), Controller = new("ReplicaSet", "shop", "cart-rs", "uid-rs"),
            });
        }
    }

    private TargetFacts Facts(bool known) => new()
    {
        Cluster = "east",
        ReadAt = clock.GetUtcNow(),
        Workload = new(!known ? null : new()
        {
            Ref = Cart, ResourceVersion = "1", DesiredReplicas = Replicas, ReadyReplicas = pods.Count(pod => pod.IsReady),
        }),
        Siblings = IsReadable ? new([.. pods]) : new(null, "timed out"),
        Budgets = new(ImmutableArray<DisruptionBudgetFacts>.Empty),
        Autoscalers = new(ImmutableArray<AutoscalerFacts>.Empty),
        Quotas = new(ImmutableArray<QuotaFacts>.Empty),
        Nodes = new(ImmutableArray.Create(new NodeRoom("n1", 8_000, 1L << 34, 100))),
        Namespace = new(Namespace),
    };
}
