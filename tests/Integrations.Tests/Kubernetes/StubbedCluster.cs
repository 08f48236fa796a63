using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json.Nodes;
using AiSre.Diagnosis;
using AiSre.Diagnosis.Rules;
using AiSre.Domain.Actions;
using AiSre.Domain.Actions.Guard;
using AiSre.Domain.Definitions.Clusters;
using AiSre.Domain.Incidents;
using AiSre.Domain.Kubernetes;
using AiSre.Grains.Actions;
using AiSre.Grains.Diagnosis;
using AiSre.Grains.History;
using AiSre.Integrations.Diagnosis;
using AiSre.Integrations.Kubernetes;
using AiSre.Integrations.LogBackends;
using AiSre.KubernetesStub;
using AiSre.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AiSre.Integrations.Tests.Kubernetes;

/// <summary>A stub of an API server, and the gateway that reaches it by a kubeconfig.</summary>
internal sealed class StubbedCluster : IAsyncDisposable
{
    private readonly TempFolder folder = new();
    private readonly Clusters clusters;
    private readonly TimeProvider clock;

    private StubbedCluster(StubCluster stub, ClusterLimits limits, TimeProvider clock, ClusterShares shares, Uri? prometheus,
        Func<ClusterDefinition, ClusterDefinition> logs)
    {
        Stub = stub;
        clusters = new([new("prod", stub.WriteKubeconfig(Path.Combine(folder.Path, "config")), null)],
            new([logs(new()
            {
                Name = "prod", Shares = shares, Prometheus = prometheus is null ? null : new(prometheus, null, null, null, null, "let-me-in"),
            })]), limits, clock);
        this.clock = clock;
        (Gateway, Evidence) = (clusters.Gateway("default"), clusters.Evidence("default"));
    }

    public StubCluster Stub { get; }

    public IClusterGateway Gateway { get; }

    public IClusterEvidence Evidence { get; }

    public string Kubeconfig => Path.Combine(folder.Path, "config");

    public static async Task<StubbedCluster> StartAsync(
        StubSettings? settings = null, ClusterLimits? limits = null, TimeProvider? clock = null, ClusterShares? shares = null,
        Uri? prometheus = null, Func<ClusterDefinition, ClusterDefinition>? logs = null) =>
        new(await StubCluster.StartAsync(settings), limits ?? new(), clock ?? TimeProvider.System, shares ?? ClusterShares.Unshared, prometheus,
            logs ?? (static cluster => cluster));

    public IDiagnostician Diagnostician(params ImmutableArray<Rule> rules) => new ClusterDiagnostician(
        clusters, new Engine(rules), Http.GetRequiredService<PrometheusMetrics>(), new(Http.GetRequiredService<LogRequests>(), clock),
        Http.GetRequiredService<RuleFaults>(), Topology.Empty);

    public ICapacityMetrics Capacity => new PrometheusCapacity(clusters, Http.GetRequiredService<PrometheusMetrics>());

    private static readonly ServiceProvider Http =
        new ServiceCollection().AddLogging().AddSingleton(Topology.Empty).AddDiagnostician().BuildServiceProvider();

    public Task<TargetFacts> PodAsync(string ns, string pod) => Gateway.TargetAsync("prod", new(ns, pod, null), default);

    public Task<TargetFacts> DeploymentAsync(string ns, string name) => Gateway.TargetAsync("prod", new(ns, null, name), default);

    public Task<ProviderResult> RestartAsync(JsonObject pod, bool dryRun = false, bool force = false, CancellationToken cancellation = default) =>
        Gateway.ActAsync(Permit(ActionName.RestartPod, Ref(pod), null, 1, dryRun, force), cancellation);

    public Task<ProviderResult> ScaleAsync(JsonObject deployment, int replicas, bool dryRun = false, CancellationToken cancellation = default) =>
        Gateway.ActAsync(Permit(ActionName.ScaleDeployment, Ref(deployment), deployment.ResourceVersion(), replicas, dryRun, false), cancellation);

    /// <summary>Lets a call reach the server, and then its time be over.</summary>
    public async Task<T> RunOutOfTimeAsync<T>(Task<T> call, string resource, FakeTimeProvider clock)
    {
        await Poll.UntilAsync($"{resource} to be asked for", () => Task.FromResult(Stub.Calls.Any(one => one.Resource == resource)));
        clock.Advance(TimeSpan.FromMinutes(1));
        return await call;
    }

    public static ObjectRef Ref(JsonObject one) => new(KubeJson.Text(one["kind"])!, one.Namespace(), one.Name(), one.Uid());

    /// <summary>What only the guard can give; what the gateway makes of it does not depend on why it was given.</summary>
    public static PermittedAction Permit(
        ActionName action, ObjectRef target, string? version, int replicas, bool dryRun, bool force, string cluster = "prod") =>
        (PermittedAction)Activator.CreateInstance(typeof(PermittedAction), BindingFlags.Instance | BindingFlags.NonPublic, null,
            [
                new ActionPlan
                {
                    Request = new() { Action = action, Replicas = replicas, Force = force, Namespace = target.Namespace },
                    Cluster = cluster, Target = target, ResourceVersion = version,
                },
                dryRun, force, DateTimeOffset.UnixEpoch,
            ], null)!;

    public async ValueTask DisposeAsync()
    {
        clusters.Dispose();
        await Stub.DisposeAsync();
        folder.Dispose();
    }
}
