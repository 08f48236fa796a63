using System.Text.RegularExpressions;
using AiSre.Diagnosis.Scenes;
using k8s.Models;

namespace AiSre.Integrations.Diagnosis;

/// <summary>Services that workloads are told of in their settings: <c>name.namespace</c>, and plain names of services that exist.</summary>
internal static partial class Addresses
{
    /// <summary>Namespaces that occur as the second part of an address.</summary>
    public static IEnumerable<string> Namespaces(ClusterSnapshot snapshot) => Texts(snapshot)
        .SelectMany(text => Qualified().Matches(text).Select(match => match.Groups["namespace"].Value)).Distinct();

    /// <summary>Names of services that a pod is told of.</summary>
    public static IEnumerable<string> Services(V1PodSpec? spec, ClusterSnapshot snapshot)
    {
        var texts = TextsOf(spec, snapshot).ToList();
        return snapshot.Services.Select(service => service.Metadata.Name).Distinct()
            .Where(name => texts.Exists(text => Mentions(text, name)));
    }

    private static IEnumerable<string> Texts(ClusterSnapshot snapshot)
    {
        var templates = snapshot.Deployments.Select(one => one.Spec?.Template).Concat(snapshot.StatefulSets.Select(one => one.Spec?.Template))
            .Concat(snapshot.DaemonSets.Select(one => one.Spec?.Template)).Concat(snapshot.Jobs.Select(one => one.Spec?.Template))
            .Concat(snapshot.CronJobs.Select(one => one.Spec?.JobTemplate?.Spec?.Template));
        return templates.SelectMany(template => Values(template?.Spec))
            .Concat(snapshot.ConfigMaps.SelectMany(map => map.Data?.Values ?? Enumerable.Empty<string>()))
            .Concat(snapshot.Services.Select(service => service.Spec?.ExternalName).OfType<string>());
    }

    private static IEnumerable<string> TextsOf(V1PodSpec? spec, ClusterSnapshot snapshot)
    {
        var maps = (spec?.Containers ?? []).SelectMany(container => container.EnvFrom ?? []).Select(source => source.ConfigMapRef?.Name)
            .Concat((spec?.Volumes ?? []).Select(volume => volume.ConfigMap?.Name)).OfType<string>().ToHashSet();
        return Values(spec).Concat(snapshot.ConfigMaps.Where(map => maps.Contains(map.Metadata.Name))
            .SelectMany(map => map.Data?.Values ?? Enumerable.Empty<string>()));
    }

    private static IEnumerable<string> Values(V1PodSpec? spec) => (spec?.Containers ?? [])
        .SelectMany(container => (container.Env ?? []).Select(variable => variable.Value).Concat(container.Args ?? [])).OfType<string>();

    private static bool Mentions(string text, string name)
    {
        for (var at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            if ((at == 0 || !IsOfName(text[at - 1])) && (at + name.Length == text.Length || !IsOfName(text[at + name.Length]))) return true;
        }

        return false;
    }

    private static bool IsOfName(char letter) => char.IsAsciiLetterOrDigit(letter) || letter == '-';

    [GeneratedRegex(
        @"\b[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?"
            + @"\.(?<namespace>[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)(?:\.svc(?:\.[-a-z0-9.]+)?)?(?![-\w.])")]
    private static partial Regex Qualified();
}
