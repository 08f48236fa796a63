using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;
using k8s.Models;

namespace AiSre.Diagnosis.Rules;

/// <summary>Names that do not resolve: by the pod's own settings, or because the cluster's DNS does not answer.</summary>
internal static partial class DnsRules
{
    public static ImmutableArray<Rule> All { get; } =
    [
        new("service_dns_resolution_failure", OwnNameservers)
        {
            Needs = ["services"],
            LooksAt = "dnsPolicy and nameservers of pod templates against the cluster's DNS service, and logs of names that do not resolve",
            Advice = "Give the pod the cluster's DNS again (dnsPolicy ClusterFirst), or nameservers that answer.",
            Expected = "Names resolve; the message does not come back.",
        },
        new("cluster_dns_down", ClusterDns)
        {
            Needs = ["pods"], Pattern = "dns",
            LooksAt = "Pods and endpoints of the cluster's DNS, its log, and how many workloads cannot resolve names",
            Advice = "Mend the cluster's DNS pods first (their log says why they end); its configuration is the Corefile in a ConfigMap.",
            Expected = "The DNS pods are ready; names resolve everywhere.",
        },
        new("cluster_dns_overloaded", Overloaded)
        {
            Needs = ["logs"], Pattern = "dns", IsConsequence = true,
            LooksAt = "Time-outs of name lookups in several workloads, and in the log of the cluster's DNS",
            Advice = "Give the cluster's DNS more replicas or a node-local cache, and look at its upstream servers.",
            Expected = "Lookups answer within milliseconds; no time-out.",
        },
    ];

    private static IEnumerable<Finding> OwnNameservers(Scene scene)
    {
        var cluster = scene.Cluster.Services.Where(IsDns).Select(service => service.Spec?.ClusterIP).ToHashSet();
        foreach (var workload in scene.Workloads.Where(workload => workload.Namespace != "kube-system"))
        {
            var spec = workload.Template.Spec;
            var servers = spec?.DnsConfig?.Nameservers ?? [];
            var isDefault = spec is { DnsPolicy: "Default" } || (spec is { DnsPolicy: "ClusterFirst", HostNetwork: true });
            if (spec?.DnsPolicy != "None" && !isDefault) continue;
            if (servers.Count > 0 && servers.Any(cluster.Contains)) continue;
            var failing = scene.Said(NameFails()).Where(hit => hit.Workload == workload).Take(1).ToList();
            if (failing.Count == 0 && (isDefault || !workload.IsShort)) continue;
            var listed = string.Join(", ", servers);
            yield return new()
            {
                Component = workload.Component, Confidence = failing.Count > 0 ? 0.93 : 0.55,
                RootCause = Statement.That(
                    $"DNS names do not resolve in {workload.Name}: its dnsPolicy is {spec!.DnsPolicy} with nameserver {listed}, which is not the "
                        + $"cluster's DNS.",
                    Sighting.Of(workload.Component, $"dnsPolicy: {spec.DnsPolicy}, dnsConfig.nameservers: {listed}")),
                Because = [.. failing.Select(hit => Statement.That($"Its log says: {RuntimeRules.Short(hit.Line)}", hit.Seen))],
            };
        }
    }

    private static IEnumerable<Finding> ClusterDns(Scene scene)
    {
        foreach (var workload in scene.Workloads.Where(workload => workload.Namespace == "kube-system"
            && workload.Component.Kind is "Deployment" or "DaemonSet" && IsDnsServer(workload)))
        {
            var ready = workload.Pods.Count(pod => pod.IsReady());
            if (ready > 0 && ready >= workload.Desired) continue;
            var failing = scene.Said(NameFails()).Where(hit => hit.Workload is not null && hit.Workload != workload).DistinctBy(hit => hit.Who)
                .ToList();
            var pod = workload.Pods.FirstOrDefault(pod => !pod.IsReady());
            var line = pod is null ? null : RuntimeRules.LastError(scene, pod);
            var state = pod?.Containers().Where(container => !container.Ready).Select(container => container.Seen(pod)).FirstOrDefault();
            yield return new()
            {
                Component = workload.Component,
                Confidence = ready > 0 ? (failing.Count > 1 ? 0.7 : 0.35) : 0.94,
                Affects = [.. failing.Select(hit => hit.Who)],
                RootCause = Statement.That(
                    $"The cluster's DNS is down: {ready} of {workload.Desired} pods of {workload.Name} are ready.",
                    Sighting.Of(workload.Component, $"{workload.Name}: ready pods {ready}, desired {workload.Desired}")),
                Because =
                [
                    .. line is null ? [] : ImmutableArray.Create(Statement.That($"Its log says: {RuntimeRules.Short(line.Line)}", line.Seen)),
                    .. state is null ? [] : ImmutableArray.Create(Statement.That($"{pod!.Name()} is not ready.", state)),
                    .. failing.Take(3).Select(hit => Statement.That($"{hit.Log.Pod} cannot resolve names: {RuntimeRules.Short(hit.Line)}", hit.Seen)),
                ],
            };
        }
    }

    private static IEnumerable<Finding> Overloaded(Scene scene)
    {
        var servers = scene.Workloads.Where(workload => workload.Namespace == "kube-system" && IsDnsServer(workload)).ToList();
        var failing = scene.Said(NameTimesOut()).Where(hit => hit.Workload is not null && !servers.Contains(hit.Workload)).DistinctBy(hit => hit.Who)
            .ToList();
        var own = servers.SelectMany(server => scene.Said(ServerTimesOut()).Where(hit => hit.Workload == server)).FirstOrDefault();
        if (servers.FirstOrDefault() is not { IsShort: false } dns || failing.Count + (own is null ? 0 : 1) < 2) yield break;
        var first = own ?? failing[0];
        yield return new()
        {
            Component = dns.Component, Confidence = own is not null ? 0.85 : failing.Count > 2 ? 0.75 : 0.66,
            Affects = [.. failing.Select(hit => hit.Who)],
            RootCause = Statement.That(
                $"The cluster's DNS ({dns.Name}) is overloaded: it answers too slowly, lookups time out (timeout): "
                    + $"{RuntimeRules.Short(first.Line)}",
                first.Seen, Sighting.Of(dns.Component, $"{dns.Name} serves DNS")),
            Because = [.. failing.Take(3).Select(hit => Statement.That($"{hit.Log.Pod} says: {RuntimeRules.Short(hit.Line)}", hit.Seen))],
        };
    }

    private static bool IsDns(V1Service service) => service.Namespace() == "kube-system"
        && (service.Name() is "kube-dns" or "coredns" || service.Spec?.Selector?.Any(pair => pair is { Key: "k8s-app", Value: "kube-dns" }) == true);

    private static bool IsDnsServer(LiveWorkload workload) => workload.Name is "coredns" or "kube-dns" or "rke2-coredns-rke2-coredns"
        || (workload.Template.Metadata?.Labels?.Any(pair => pair is { Key: "k8s-app", Value: "kube-dns" or "coredns" }) == true
        && !workload.Name.Contains("autoscaler", StringComparison.Ordinal));

    [GeneratedRegex(@"UnknownHostException|(?i)temporary failure in name resolution|name or service not known|could not resolve host"
        + @"|getaddrinfo (?:ENOTFOUND|EAI_AGAIN)|\bEAI_AGAIN\b"
        + @"|\blookup [\w.-]+(?: on [\d.:]+)?: .*(?:no such host|i/o timeout|server misbehaving|connection refused|temporary failure)"
        + @"|no such host is known|nodename nor servname"
        + @"|could not translate host name|name resolution failed|dns_unresolved|failed to resolve '")]
    internal static partial Regex NameFails();

    [GeneratedRegex(@"(?i)lookup [\w.-]+(?: on [\d.:]+)?: .*i/o timeout|\bEAI_AGAIN\b|dns.*timed out|resolve.*timed out"
        + @"|temporary failure in name resolution")]
    private static partial Regex NameTimesOut();

    [GeneratedRegex(@"(?i)plugin/errors.*(?:i/o timeout|SERVFAIL)|plugin/forward.*(?:timeout|unreachable)|overloaded"
        + @"|concurrent queries exceeded")]
    private static partial Regex ServerTimesOut();
}
