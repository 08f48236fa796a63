using AiSre.Domain.Actions;
using AiSre.Domain.Actions.Guard;
using AiSre.Domain.Kubernetes;

namespace AiSre.Grains.Actions;

/// <summary>Where no cluster is configured: nothing is there, and nothing is done.</summary>
internal sealed class NoClusters : IClusterGateway
{
    private const string None = "no Kubernetes cluster is configured";

    public IReadOnlyCollection<string> Clusters => [];

    public string? Resolve(string? label) => null;

    public Task<TargetFacts> TargetAsync(string cluster, TargetName target,
        CancellationToken cancellation) => throw new InvalidOperationException(None);

    public Task<TargetFacts> WorkloadAsync(string cluster, ObjectRef workload, CancellationToken cancellation) =>
        throw new InvalidOperationException(None);

    public Task<ProviderResult> ActAsync(PermittedAction action,
        CancellationToken cancellation) => Task.FromResult(ProviderResult.Failed($"{None}."));

    public Task<Known<PodFate>> FateAsync(string cluster, ObjectRef pod, CancellationToken cancellation) =>
        Task.FromResult(new Known<PodFate>(default, None));
}
