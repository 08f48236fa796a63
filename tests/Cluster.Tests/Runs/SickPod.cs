using AiSre.KubernetesStub;

namespace AiSre.Cluster.Tests.Runs;

/// <summary>One of the two pods of a deployment, an hour old, which runs out of memory again and again. The namespace has nothing else.</summary>
internal sealed record SickPod(StubCluster Stub, string Namespace, string Name)
{
    private const string App = "cart";

    /// <summary>Everything that was changed in the namespace, in order.</summary>
    public IReadOnlyList<string> Writes => [.. Stub.Writes.All.Where(write => write.Namespace == Namespace).Select(write => write.ToString())];

    public string Eviction => $"create pods/eviction {Namespace}/{Name}";

    public bool IsHeld => Stub.Held.Any(call => call.Namespace == Namespace || (call.Resource is "namespaces" && call.Name == Namespace));

    public static SickPod In(StubCluster stub, string inNamespace)
    {
        stub.Deployment(inNamespace, App, 2);
        foreach (var pod in stub.PodsOf(inNamespace, App))
            stub.Edit("Pod", inNamespace, pod.Name(), one => one.Meta()["creationTimestamp"] = KubeJson.Time(DateTimeOffset.UtcNow.AddHours(-1)));
        var sick = stub.PodsOf(inNamespace, App)[0].Name();
        stub.Edit("Pod", inNamespace, sick, one => PodSamples.OutOfMemory(one, 4, DateTimeOffset.UtcNow.AddMinutes(-1)));
        return new(stub, inNamespace, sick);
    }

    /// <summary>From now on no pod of the deployment may be evicted.</summary>
    public void Guard() => Stub.Budget(Namespace, App, App, 2);

    public void Break(Fault fault) => Stub.Break(fault with { Namespace = Namespace });
}
