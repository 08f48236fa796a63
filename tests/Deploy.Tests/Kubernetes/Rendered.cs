using System.Collections.Concurrent;
using k8s;
using k8s.Models;

namespace AiSre.Deploy.Tests.Kubernetes;

/// <summary>
/// What <c>kubectl kustomize</c> makes of one folder of deploy/kubernetes, read strictly: a field that Kubernetes does not know fails.
/// </summary>
internal sealed class Rendered
{
    /// <summary>overlays/prod with the components that it only mentions.</summary>
    public const string Everything = "overlays/prod with everything";

    private static readonly ConcurrentDictionary<string, Lazy<Rendered>> Known = [];

    private static readonly Dictionary<string, Type> OperatorTypes = new()
    {
        ["monitoring.coreos.com/v1/ServiceMonitor"] = typeof(ServiceMonitor),
        ["monitoring.coreos.com/v1/PrometheusRule"] = typeof(PrometheusRule),
    };

    private Rendered(string path)
    {
        Text = Programs.Run("kubectl", "kustomize", path);
        Objects = [.. KubernetesYaml.LoadAllFromString(Text, OperatorTypes, strict: true).Cast<IKubernetesObject<V1ObjectMeta>>()];
    }

    /// <summary>The folders that people apply.</summary>
    public static TheoryData<string> Folders => new("base", "overlays/dev", "overlays/prod", Everything);

    public string Text { get; }

    public IReadOnlyList<IKubernetesObject<V1ObjectMeta>> Objects { get; }

    /// <summary>Rendered once for all tests.</summary>
    public static Rendered Of(string folder) => Known.GetOrAdd(folder, static name => new(() => Render(name))).Value;

    /// <summary>Any folder, wherever it is.</summary>
    public static Rendered At(string path) => new(path);

    private static Rendered Render(string folder)
    {
        if (folder is not Everything) return new(Repository.Folder("deploy", "kubernetes", folder));
        using var copy = new ProdCopy();
        copy.TakeEverything();
        return copy.Render();
    }

    public IEnumerable<T> All<T>() where T : IKubernetesObject<V1ObjectMeta> => Objects.OfType<T>();

    public T Named<T>(string name) where T : IKubernetesObject<V1ObjectMeta> => Assert.Single(All<T>(), found => found.Metadata.Name == name);

    /// <summary>Everything that makes pods, with the pods that it makes.</summary>
    public IEnumerable<(string Name, V1LabelSelector Selector, V1PodTemplateSpec Template)> Workloads() =>
        All<V1Deployment>().Select(made => (made.Metadata.Name, made.Spec.Selector, made.Spec.Template))
            .Concat(All<V1StatefulSet>().Select(made => (made.Metadata.Name, made.Spec.Selector, made.Spec.Template)));

    public IEnumerable<(string Workload, V1Container Container)> Containers() =>
        from workload in Workloads()
        from container in (workload.Template.Spec.InitContainers ?? []).Concat(workload.Template.Spec.Containers)
        select (workload.Name, container);
}
