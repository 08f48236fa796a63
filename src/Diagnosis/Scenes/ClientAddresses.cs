using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using k8s.Models;

namespace AiSre.Diagnosis.Scenes;

/// <summary>One address that a workload is given in its environment or in a config map, and the Service that it names, if it names one.</summary>
/// <param name="Where">What it is given in: <c>env CART_ADDR</c>.</param>
internal sealed record ClientAddress(LiveWorkload Client, string Where, ServiceAddress Address, V1Service? Service)
{
    public string Text => Address.Port is { } port ? $"{Address.Host}:{port}" : Address.Host;
}

internal static partial class ClientAddresses
{
    private static readonly ConditionalWeakTable<Scene, StrongBox<ImmutableArray<ClientAddress>>> Found = [];

    /// <summary>Addresses of the cluster's own kind; what lies outside is not among them.</summary>
    public static ImmutableArray<ClientAddress> All(Scene scene) =>
        Found.GetValue(scene, one => new([.. one.Workloads.SelectMany(workload => Of(one, workload))])).Value;

    private static IEnumerable<ClientAddress> Of(Scene scene, LiveWorkload workload)
    {
        foreach (var variable in workload.Containers.SelectMany(container => container.Env ?? [])
            .Where(variable => variable is { Name.Length: > 0, Value.Length: > 0 }))
        {
            foreach (var address in Read(variable.Name, variable.Value, workload.Containers.SelectMany(container => container.Env ?? [])))
            {
                yield return new(workload, $"env {variable.Name}", address, scene.ServiceAt(address.Host, workload.Namespace));
            }
        }

        foreach (var name in workload.Containers.SelectMany(container => container.EnvFrom ?? [])
            .Select(from => from.ConfigMapRef?.Name).OfType<string>())
        {
            var map = scene.Cluster.ConfigMaps.FirstOrDefault(map => map.Name() == name && map.Namespace() == workload.Namespace);
            foreach (var pair in map?.Data ?? new Dictionary<string, string>())
            {
                foreach (var address in Read(pair.Key, pair.Value, []))
                {
                    yield return new(workload, $"ConfigMap {name}, key {pair.Key}", address, scene.ServiceAt(address.Host, workload.Namespace));
                }
            }
        }
    }

    private static IEnumerable<ServiceAddress> Read(string name, string value, IEnumerable<V1EnvVar> beside)
    {
        if (value.Length > 512
            || !(AddressName().IsMatch(name) || value.Contains("://", StringComparison.Ordinal) || HostPort().IsMatch(value))) yield break;
        foreach (var address in ServiceAddress.AllOf(value).Where(address => !address.IsNumeric && !address.IsLocal && IsInside(address.Host)))
        {
            var port = address.Port ?? (HostOf().Match(name) is { Success: true } host
                && beside.FirstOrDefault(one => one.Name == host.Groups[1].Value + "PORT")?.Value is { } text
                && int.TryParse(text, out var number) ? number : null);
            yield return address with { Port = port };
        }
    }

    /// <summary>One label, or a name that ends as the cluster's do: only of those it is known that they should name a Service.</summary>
    private static bool IsInside(string host) => !host.Contains('.', StringComparison.Ordinal)
        || host.EndsWith(".svc", StringComparison.Ordinal) || host.Contains(".svc.", StringComparison.Ordinal);

    [GeneratedRegex(@"(?i)(?:^|_|\.|-)(?:ADDR|ADDRESS|ADDRS|HOST|HOSTNAME|URL|URI|ENDPOINT|SERVER|SERVERS|BROKERS?|UPSTREAM|TARGET"
        + @"|BOOTSTRAP_SERVERS)$")]
    private static partial Regex AddressName();

    [GeneratedRegex(@"^[a-z0-9][-a-z0-9.]*[a-z0-9]:\d{2,5}(?:[,/].*)?$")]
    private static partial Regex HostPort();

    [GeneratedRegex(@"^(.*_)(?:HOST|ADDR|ADDRESS|HOSTNAME)$")]
    private static partial Regex HostOf();
}
