using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;
using AiSre.Diagnosis.Signs;
using AiSre.Domain.Diagnosis;
using k8s.Models;

namespace AiSre.Diagnosis.Rules;

/// <summary>Namespaces that may have no more of something.</summary>
internal static partial class ExceededQuotaRules
{
    private static readonly string[] Cpu = ["cpu", "requests.cpu", "limits.cpu"];
    private static readonly string[] Memory = ["memory", "requests.memory", "limits.memory"];
    private static readonly string[] Pods = ["pods", "count/pods"];
    private static readonly string[] Services = ["services", "count/services", "services.loadbalancers", "services.nodeports"];
    private static readonly string[] Storage = ["requests.storage", "persistentvolumeclaims", "count/persistentvolumeclaims"];

    public static ImmutableArray<Rule> All { get; } =
    [
        Exceeded("namespace_cpu_quota_exceeded", Cpu.Contains, "cpu"),
        Exceeded("namespace_memory_quota_exceeded", Memory.Contains, "memory"),
        Exceeded("namespace_pod_quota_exceeded", Pods.Contains, "pods"),
        Exceeded("namespace_storage_quota_exceeded", IsStorage, "storage"),
        Exceeded("namespace_quota_exceeded", IsOther, "anything else: ephemeral storage, devices, counts of objects"),
        AtItsLimit("namespace_cpu_quota_exceeded", Cpu, "cpu"),
        AtItsLimit("namespace_memory_quota_exceeded", Memory, "memory"),
        AtItsLimit("namespace_pod_quota_exceeded", Pods, "pods"),
        AtItsLimit("namespace_storage_quota_exceeded", Storage, "storage"),
        ClaimNeverMade(),
        ServiceNeverMade(),
        MustSpecify(),
    ];

    private static bool IsStorage(string resource) =>
        Storage.Contains(resource) || resource.EndsWith("requests.storage", StringComparison.Ordinal)
            || resource.EndsWith("/persistentvolumeclaims", StringComparison.Ordinal);

    private static bool IsOther(string resource) =>
        !IsStorage(resource) && !Cpu.Contains(resource) && !Memory.Contains(resource) && !Pods.Contains(resource) && !Services.Contains(resource);

    private static Rule Of(string cause, string looksAt, ImmutableArray<string> needs, Func<Scene, IEnumerable<Finding>> see) => new(cause, see)
    {
        Needs = needs,
        LooksAt = looksAt,
        Advice = "Raise the quota of the namespace, or give back what is not needed there: fewer replicas, smaller requests.",
        Expected = "No more \"exceeded quota\" events, and the workload has all its pods.",
        Pattern = "quota_exceeded",
    };

    /// <summary>The API server says so itself.</summary>
    private static Rule Exceeded(string cause, Func<string, bool> isMeant, string resources) => Of(
        cause, $"FailedCreate events \"exceeded quota\" about {resources}", ["events"],
        scene => (from refused in scene.Refused()
                  let match = ExceededQuota().Match(refused.Message)
                  where match.Success
                  let resource = match.Groups["limited"].Value.Split(',').Select(pair => pair.Split('=')[0].Trim()).FirstOrDefault(isMeant)
                  where resource is not null
                  let space = refused.Workload.Namespace
                  select Found.At(
                      new("Namespace", "", space), 0.92,
                      IsStorage(resource)
                          ? Statement.That(
                              $"ResourceQuota {match.Groups["quota"].Value} of namespace {space} is exceeded for storage: {resource} is used up, and "
                                  + $"{refused.Workload.Name} needs more.",
                              refused.Seen, refused.Workload.Standing())
                          : Statement.That(
                              $"ResourceQuota {match.Groups["quota"].Value} of namespace {space} is exceeded: {resource} is used up, and "
                                  + $"{refused.Workload.Name} needs more.",
                              refused.Seen, refused.Workload.Standing()),
                      Used(scene, space, match.Groups["quota"].Value, resource)) with
                  {
                      Affects = [refused.Workload.Component],
                  }).OncePerComponent());

    private static Statement? Used(Scene scene, string space, string quota, string resource) =>
        scene.Cluster.ResourceQuotas.FirstOrDefault(found => found.Namespace() == space && found.Name() == quota) is { } found
        && Amounts.Written(found.Status?.Hard, resource) is { } hard && Amounts.Written(found.Status?.Used, resource) is { } used
            ? Statement.That($"{resource}: {used} of {hard} is used.", Sighting.Of(found, $"status: {resource} used {used}, hard {hard}"))
            : null;

    /// <summary>Events are gone after an hour, the quota is not.</summary>
    private static Rule AtItsLimit(string cause, string[] resources, string name) => Of(
        cause, $"ResourceQuota: {name} used and allowed, beside workloads without all their pods", ["resourcequotas", "pods"],
        scene => from quota in scene.Cluster.ResourceQuotas
                 from resource in resources
                 let hard = Amounts.Of(quota.Status?.Hard, resource)
                 let used = Amounts.Of(quota.Status?.Used, resource)
                 where hard is not null && used is not null
                 let kept = scene.Workloads.FirstOrDefault(workload =>
                     workload.Namespace == quota.Namespace() && workload.Component.Kind != "CronJob" && workload.LacksPods()
                         && used + Needed(scene, workload, resource) > hard)
                 where kept is not null && !scene.Refused().Any(refused => refused.Workload == kept)
                 let seen = Sighting.Of(
                     quota, $"status: {resource} used {Amounts.Written(quota.Status?.Used, resource)}, hard "
                         + $"{Amounts.Written(quota.Status?.Hard, resource)}")
                 select Found.At(
                     new("Namespace", "", quota.Namespace()), 0.75,
                     Statement.That(
                         $"ResourceQuota {quota.Name()} of namespace {quota.Namespace()} would be exceeded: {resource} leaves no room for the "
                             + $"missing pods of {kept.Name}.",
                         seen, kept.Standing())) with
                 {
                     Affects = [kept.Component],
                 });

    private static decimal Needed(Scene scene, LiveWorkload workload, string resource) => resource switch
    {
        "pods" or "count/pods" => 1,
        "requests.storage" => ClaimsOf(scene, workload).Sum(claim => Amounts.Of(claim.Spec?.Resources?.Requests, "storage") ?? 0),
        "persistentvolumeclaims" or "count/persistentvolumeclaims" => ClaimsOf(scene, workload).Count(),
        _ when resource.StartsWith("limits.", StringComparison.Ordinal) =>
            workload.Containers.Sum(container => Amounts.Of(container.Resources?.Limits, resource[7..]) ?? 0),
        _ => Amounts.Requested(workload.Template.Spec ?? new(), resource.Replace("requests.", "", StringComparison.Ordinal)),
    };

    /// <summary>Claims that the next pod of a StatefulSet brings with it.</summary>
    private static IEnumerable<V1PersistentVolumeClaim> ClaimsOf(Scene scene, LiveWorkload workload) => scene.Cluster.StatefulSets
        .Where(set => workload.Component.Kind == "StatefulSet" && set.Name() == workload.Name && set.Namespace() == workload.Namespace)
        .SelectMany(set => set.Spec?.VolumeClaimTemplates ?? []);

    /// <summary>Whoever applied the claim was told; the cluster keeps only the pod that waits for it and the quota that has no room.</summary>
    private static Rule ClaimNeverMade() => Of(
        "namespace_storage_quota_exceeded", "claims that pods name and nobody made, beside a storage quota with less room than any free volume has",
        ["resourcequotas", "pods", "persistentvolumeclaims"],
        scene => from pod in scene.LivePods().Where(PodStates.IsUnplaced)
                 from claim in pod.ClaimNames()
                 where scene.Claim(pod, claim) is null
                 from quota in scene.Cluster.ResourceQuotas
                 where quota.Namespace() == pod.Namespace()
                 let resource = Storage.FirstOrDefault(resource => Amounts.Of(quota.Status?.Hard, resource) is not null)
                 where resource is not null
                 let room = Amounts.Of(quota.Status?.Hard, resource) - (Amounts.Of(quota.Status?.Used, resource) ?? 0)
                 let smallest = scene.Cluster.Volumes.Where(volume => volume.Status?.Phase == "Available")
                     .Select(volume => Amounts.Of(volume.Spec.Capacity, "storage")).Min()
                 let isFull = room <= 0 || (resource == "requests.storage" && smallest > room)
                 let seen = Sighting.Of(
                     quota, $"status: {resource} used {Amounts.Written(quota.Status?.Used, resource)}, hard "
                         + $"{Amounts.Written(quota.Status?.Hard, resource)}")
                 select Found.At(
                     new("Namespace", "", pod.Namespace()), isFull ? 0.88 : 0.45,
                     Statement.That(
                         $"ResourceQuota {quota.Name()} of namespace {pod.Namespace()} limits storage ({resource}), and claim {claim} was never "
                             + $"made: it would exceed the quota.",
                         seen, Sighting.Of(new Component("PersistentVolumeClaim", pod.Namespace(), claim), "does not exist")),
                     Statement.That($"{pod.Name()} waits for it.", Sighting.Of(pod, $"spec.volumes.persistentVolumeClaim.claimName: {claim}"))) with
                 {
                     Affects = [scene.ComponentOf(pod)],
                 });

    private static Rule ServiceNeverMade() => Of(
        "namespace_service_quota_exceeded", "ResourceQuota: services used and allowed, beside a workload that others call and no Service selects",
        ["resourcequotas", "services"],
        scene => from quota in scene.Cluster.ResourceQuotas
                 from resource in Services
                 where Amounts.Of(quota.Status?.Hard, resource) is { } hard && Amounts.Of(quota.Status?.Used, resource) >= hard
                 let bare = scene.Workloads.FirstOrDefault(workload => workload.Namespace == quota.Namespace() && IsBare(scene, workload))
                 where bare is not null
                 let callers = scene.Workloads.Where(workload => workload.Namespace == bare.Namespace && Calls(workload, bare.Name)).Take(3).ToList()
                 let seen = Sighting.Of(
                     quota, $"status: {resource} used {Amounts.Written(quota.Status?.Used, resource)}, hard "
                         + $"{Amounts.Written(quota.Status?.Hard, resource)}")
                 select Found.At(
                     new("Namespace", "", quota.Namespace()), callers.Count > 0 ? 0.92 : 0.7,
                     Statement.That(
                         $"ResourceQuota {quota.Name()} of namespace {quota.Namespace()} is exhausted for {resource}: there is no Service for "
                             + $"{bare.Name}.",
                         seen, Sighting.Of(bare.Component, "no Service selects its pods")),
                     callers.Count == 0 ? null : Statement.That(
                         $"{callers[0].Name} calls {bare.Name}.",
                         Sighting.Of(callers[0].Component, $"env names {bare.Name}"))) with
                 {
                     Affects = [bare.Component, .. callers.Select(caller => caller.Component)],
                 });

    private static bool IsBare(Scene scene, LiveWorkload workload) =>
        workload.Component.Kind is "Deployment" or "StatefulSet" && workload.Containers.Any(container => container.Ports is { Count: > 0 })
            && !scene.Cluster.Services.Any(service => service.Namespace() == workload.Namespace
                && (service.Name() == workload.Name
                    || (service.Spec?.Selector is { Count: > 0 } selector && LabelSelectors.Match(selector, workload.Template.Metadata?.Labels))));

    private static bool Calls(LiveWorkload workload, string name) => workload.Name != name && workload.Containers
        .SelectMany(container => container.Env ?? [])
        .Any(variable => variable.Value is { } value && Regex.IsMatch(value, $@"(^|[/@,\s]){Regex.Escape(name)}([.:/,\s]|$)"));

    private static Rule MustSpecify() => Of(
        "resources_required_by_quota", "FailedCreate events \"failed quota: … must specify\"", ["events"],
        scene => (from refused in scene.Refused()
                  let match = Unspecified().Match(refused.Message)
                  where match.Success
                  select Found.At(
                      refused.Workload.Component, 0.92,
                      Statement.That(
                          $"The pods of {refused.Workload.Name} must specify {match.Groups["what"].Value}: ResourceQuota "
                              + $"{match.Groups["quota"].Value} demands it.",
                          refused.Seen, refused.Workload.Standing()))).OncePerComponent()) with
    {
        Advice = "Set requests and limits in the pod template, or a LimitRange with defaults in the namespace.",
    };

    [GeneratedRegex(@"exceeded quota: (?<quota>[^,]+), requested: (?<requested>.+?), used: (?<used>.+?), limited: (?<limited>[^\s""]+)")]
    private static partial Regex ExceededQuota();

    [GeneratedRegex(@"failed quota: (?<quota>[^:]+): must specify (?<what>[^\n""]+)")]
    private static partial Regex Unspecified();
}
