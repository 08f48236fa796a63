using System.Globalization;
using AiSre.Diagnosis.Scenes;
using k8s.Models;

namespace AiSre.Diagnosis.Signs;

/// <summary>Whether a rule of a network policy is open for the port that a caller uses.</summary>
internal static class PolicyPorts
{
    /// <summary>What no Service and no container says cannot be denied: the rule counts as open.</summary>
    public static bool Open(Scene scene, IList<V1NetworkPolicyPort>? ports, LiveWorkload caller, LiveWorkload target)
    {
        if (ports is not { Count: > 0 }) return true;
        var own = target.Containers.SelectMany(container => container.Ports ?? []).ToList();
        var used = Used(scene, caller, target, own);
        return used.Count == 0 || ports.Any(port => IsIn(port, used, own));
    }

    /// <summary>The ports of the pods behind those that the caller is told to call; all that are served where it is told none.</summary>
    private static HashSet<int> Used(Scene scene, LiveWorkload caller, LiveWorkload target, List<V1ContainerPort> own)
    {
        var services = scene.Cluster.Services.Where(service => scene.Behind(service).Contains(target)).ToList();
        var told = ClientAddresses.All(scene).Where(one => one.Client == caller && services.Any(service => service == one.Service))
            .Select(one => one.Address.Port).OfType<int>().ToHashSet();
        var served = services.SelectMany(service => service.Spec?.Ports ?? []).ToList();
        var meant = served.Where(port => told.Contains(port.Port)).ToList();
        HashSet<int> targets = [.. (meant.Count > 0 ? meant : served).Select(port => Target(port, own)).OfType<int>()];
        return targets.Count > 0 ? targets : [.. own.Select(port => port.ContainerPort)];
    }

    private static int? Target(V1ServicePort port, List<V1ContainerPort> own)
    {
        var text = port.TargetPort?.Value ?? port.Port.ToString(CultureInfo.InvariantCulture);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : own.FirstOrDefault(one => one.Name == text)?.ContainerPort;
    }

    private static bool IsIn(V1NetworkPolicyPort port, HashSet<int> used, List<V1ContainerPort> own) => port.Port?.Value is not { Length: > 0 } text
        || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            ? used.Any(one => one >= first && one <= (port.EndPort ?? first))
            : own.Any(one => one.Name == text && used.Contains(one.ContainerPort)));
}
