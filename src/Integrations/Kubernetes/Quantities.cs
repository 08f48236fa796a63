using k8s.Models;

namespace AiSre.Integrations.Kubernetes;

/// <summary>Amounts of resources as whole numbers: millicores, bytes, pieces.</summary>
internal static class Quantities
{
    public static long Milli(ResourceQuantity? quantity) => Whole(quantity, 1_000);

    public static long Whole(ResourceQuantity? quantity, int times = 1) =>
        quantity is null ? 0 : (long)decimal.Ceiling(Math.Clamp(quantity.ToDecimal() * times, long.MinValue, long.MaxValue));

    /// <summary>What the scheduler reserves for a pod: its containers and sidecars, or a greater init container, and its overhead.</summary>
    public static (long Cpu, long Memory) Requests(V1PodSpec? spec) =>
        (Requested(spec, "cpu", 1_000), Requested(spec, "memory", 1));

    private static long Requested(V1PodSpec? spec, string resource, int times)
    {
        if (spec is null) return 0;
        long Of(V1Container container) => Whole(Find(container.Resources?.Requests, resource), times);
        var main = spec.Containers?.Sum(Of) ?? 0;
        long sidecars = 0, starting = 0;
        foreach (var init in spec.InitContainers ?? [])
        {
            if (init.RestartPolicy is "Always") sidecars += Of(init);
            else starting = Math.Max(starting, sidecars + Of(init));
        }
        return Math.Max(main + sidecars, starting) + Whole(Find(spec.Overhead, resource), times);
    }

    public static ResourceQuantity? Find(IDictionary<string, ResourceQuantity>? amounts, string resource) =>
        amounts is not null && amounts.TryGetValue(resource, out var amount) ? amount : null;
}
