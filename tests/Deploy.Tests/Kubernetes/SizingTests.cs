using k8s.Models;

namespace AiSre.Deploy.Tests.Kubernetes;

/// <summary>What docs/deployment.md says that the overlays ask of a cluster.</summary>
public class SizingTests
{
    [Theory]
    [InlineData("overlays/dev", "`overlays/dev`", false)]
    [InlineData("overlays/prod", "`overlays/prod`, at rest", false)]
    [InlineData("overlays/prod", "`overlays/prod`, scaled out", true)]
    public void The_sums_of_the_docs_are_those_of_the_manifests(string folder, string row, bool scaledOut)
    {
        var rendered = Rendered.Of(folder);
        var scalers = rendered.All<V2HorizontalPodAutoscaler>().ToDictionary(scaler => scaler.Spec.ScaleTargetRef.Name, scaler => scaler.Spec);
        var pods = rendered.Workloads().Select(workload => (
            Count: !scalers.TryGetValue(workload.Name, out var scaler) ? Replicas(workload.Name)
                : scaledOut ? scaler.MaxReplicas : scaler.MinReplicas!.Value,
            Resources: Assert.Single(workload.Template.Spec.Containers).Resources)).ToList();

        var cores = pods.Sum(pod => pod.Count * pod.Resources.Requests["cpu"].ToDecimal());
        var memory = pods.Sum(pod => pod.Count * MiB(pod.Resources.Requests));
        var limit = pods.Sum(pod => pod.Count * MiB(pod.Resources.Limits));
        Assert.Contains(FormattableString.Invariant($"| {row} | {cores:0.#} cores, {memory:0} MiB | {limit:0} MiB |\n"),
            Repository.Read("docs", "deployment.md"), StringComparison.Ordinal);

        int Replicas(string name) => rendered.All<V1Deployment>().SingleOrDefault(made => made.Metadata.Name == name)?.Spec.Replicas
            ?? rendered.All<V1StatefulSet>().SingleOrDefault(made => made.Metadata.Name == name)?.Spec.Replicas ?? 1;
    }

    private static decimal MiB(IDictionary<string, ResourceQuantity> resources) => resources["memory"].ToDecimal() / (1 << 20);
}
