using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;
using AiSre.Diagnosis.Signs;
using AiSre.Domain.Diagnosis;
using k8s.Models;

namespace AiSre.Diagnosis.Rules;

/// <summary>What the API server refuses: quotas, limits, policies, webhooks, accounts, namespaces on their way out.</summary>
public static partial class AdmissionRules
{
    public static ImmutableArray<Rule> All { get; } =
    [
        .. ExceededQuotaRules.All,
        .. WebhookRules.All,
        LimitRangeViolated(),
        MissingServiceAccount(),
        AccountNotThere(),
        PodSecurity(),
        SecurityContextConstraint(),
        DeniedByPolicy(),
        NoPermission(),
        RemovedApiVersion(),
        .. DeletionRules.All,
    ];

    private static Rule Refusal(string cause, string looksAt, Func<Scene, RefusedPod, Finding?> see) => new(
        cause, scene => scene.Refused().Select(refused => see(scene, refused)).OfType<Finding>().OncePerComponent())
    {
        Needs = ["events"],
        LooksAt = looksAt,
        Advice = "",
        Expected = "No more FailedCreate events, and the workload has all its pods.",
        Pattern = "admission_denied",
    };

    private static Rule LimitRangeViolated() => Refusal(
        "limit_range_violated", "FailedCreate events that name a minimum, maximum or ratio of a LimitRange",
        (_, refused) => Limit().Match(refused.Message) is { Success: true } match
            ? Found.At(
                refused.Workload.Component, 0.92,
                Statement.That(
                    $"The pods of {refused.Workload.Name} violate a LimitRange of namespace {refused.Workload.Namespace}: "
                        + $"{match.Groups["what"].Value}.",
                    refused.Seen, refused.Workload.Standing()))
            : null) with
    {
        Advice = "Bring requests and limits of the pod template into the range, or widen the LimitRange.",
    };

    private static Rule MissingServiceAccount() => Refusal(
        "missing_service_account", "FailedCreate events \"serviceaccount not found\", and whether the account is there now",
        (scene, refused) =>
        {
            if (Account().Match(refused.Message) is not { Success: true } match) return null;
            var name = match.Groups["name"].Value;
            var isThere = scene.Cluster.ServiceAccounts.Any(found => found.Namespace() == refused.Workload.Namespace && found.Name() == name);
            if (isThere || (refused.Workload.Template.Spec?.ServiceAccountName is { Length: > 0 } wanted && wanted != name)) return null;
            return Found.At(
                refused.Workload.Component, 0.93,
                Statement.That(
                    $"The service account that {refused.Workload.Name} runs as is missing: serviceaccount \"{name}\" not found.",
                    refused.Seen, refused.Workload.Standing()));
        }) with
    {
        Advice = "Create the ServiceAccount, or correct serviceAccountName in the pod template.",
    };

    /// <summary>Events are gone after an hour; that the account is not there is still to be seen.</summary>
    private static Rule AccountNotThere() => new("missing_service_account", scene =>
        from workload in scene.Workloads
        let name = workload.Template.Spec?.ServiceAccountName
        where name is { Length: > 0 } and not "default" && workload.Component.Kind != "CronJob" && workload.LacksPods()
        let accounts = scene.Cluster.ServiceAccounts.Where(found => found.Namespace() == workload.Namespace).ToList()
        where accounts.Count > 0 && accounts.TrueForAll(found => found.Name() != name)
            && !scene.Refused().Any(refused => refused.Workload.Component == workload.Component)
        select Found.At(
            workload.Component, 0.85,
            Statement.That(
                $"The service account that {workload.Name} runs as is missing: there is no ServiceAccount {name} (not found).",
                workload.Standing(), Sighting.Of(workload.Component, $"spec.template.spec.serviceAccountName: {name}, not found"))))
    {
        Needs = ["serviceaccounts", "pods"],
        LooksAt = "serviceAccountName of workloads without all their pods, and whether there is such an account",
        Advice = "Create the ServiceAccount, or correct serviceAccountName in the pod template.",
        Expected = "The workload has all its pods.",
        Pattern = "admission_denied",
    };

    private static Rule PodSecurity() => Refusal(
        "pod_security_violation", "FailedCreate events \"violates PodSecurity\"",
        (_, refused) => Security().Match(refused.Message) is { Success: true } match
            ? Found.At(
                refused.Workload.Component, 0.93,
                Statement.That(
                    $"The pods of {refused.Workload.Name} are forbidden: they violate PodSecurity {match.Groups["level"].Value}: "
                        + $"{Found.Short(match.Groups["what"].Value)}.",
                    refused.Seen, refused.Workload.Standing()))
            : null) with
    {
        Advice = "Set the securityContext that the pod security standard asks for, or lower the namespace's enforce label if the workload needs the "
            + "privilege.",
    };

    private static Rule SecurityContextConstraint() => Refusal(
        "pod_security_violation", "FailedCreate events \"unable to validate against any security context constraint\" or of a PodSecurityPolicy",
        (_, refused) => Constraint().Match(refused.Message) is { Success: true } match
            ? Found.At(
                refused.Workload.Component, 0.93,
                Statement.That(
                    $"The pods of {refused.Workload.Name} are forbidden by pod security, no security context constraint (SCC) or policy allows them: "
                        + $"{Found.Short(match.Value)}.",
                    refused.Seen, refused.Workload.Standing()))
            : null) with
    {
        Advice = "Give the ServiceAccount an SCC or policy that allows what the pod asks for, or ask for less in its securityContext.",
    };

    private static Rule DeniedByPolicy() => Refusal(
        "denied_by_admission_policy", "FailedCreate events \"admission webhook … denied the request\" and of ValidatingAdmissionPolicies",
        (_, refused) => Denied().Match(refused.Message) is { Success: true } match
            ? Found.At(
                refused.Workload.Component, 0.92,
                match.Groups["more"].Value.Trim() is { Length: > 0 } more
                    ? Statement.That(
                        $"The pods of {refused.Workload.Name} are refused, an admission policy (webhook) denied the request: "
                            + $"{match.Groups["by"].Value}: {Found.Short(match.Groups["why"].Value)} {Found.Short(more)}.",
                        refused.Seen, refused.Workload.Standing())
                    : Statement.That(
                        $"The pods of {refused.Workload.Name} are refused, an admission policy denied the request: {match.Groups["by"].Value}: "
                            + $"{Found.Short(match.Groups["why"].Value)}.",
                        refused.Seen, refused.Workload.Standing()))
            : null) with
    {
        Advice = "Change the pod template so that it keeps to the policy, or ask the policy's owners for an exception.",
    };

    private static Rule NoPermission() => new("rbac_forbidden", scene =>
        (from found in scene.Lines(
             PodStates.IsLive, line => line.Contains("forbidden: User", StringComparison.Ordinal) && scene.IsFresh(line))
         let match = Forbidden().Match(found.Line)
         where match.Success
         let component = scene.ComponentOf(found.Pod)
         let isHurt = !found.Pod.IsUpAndReady() || scene.IsSymptomatic(component) || found.Pod.States().Any(PodStates.IsCrashing)
         let dangling = Dangling(scene, match.Groups["namespace"].Value, match.Groups["account"].Value)
         select Found.At(
             component, isHurt ? (dangling is null ? 0.85 : 0.92) : IsNear(scene, component) ? 0.75 : 0.45,
             Statement.That(
                 $"Service account {match.Groups["account"].Value} has no permission (RBAC role missing): {match.Groups["what"].Value} is forbidden.",
                 Sighting.Of(found.Log, found.Line)),
             dangling))
        .OncePerComponent())
    {
        Needs = ["logs"],
        LooksAt = "log lines \"is forbidden: User system:serviceaccount:…\", and role bindings whose role does not exist",
        Advice = "Create the missing Role or correct the binding's roleRef, so that the ServiceAccount may do what the application asks for.",
        Expected = "No more \"is forbidden\" lines in the log.",
        Pattern = "permission_denied",
    };

    private static bool IsNear(Scene scene, Component component) => scene.Symptom.Namespace == component.Namespace;

    private static Statement? Dangling(Scene scene, string space, string account)
    {
        if (!scene.IsKnown("roles") || !scene.IsKnown("clusterroles") || scene.Cluster.Roles.IsEmpty
            && scene.Cluster.ClusterRoles.IsEmpty) return null;
        var binding = scene.Cluster.RoleBindings.FirstOrDefault(found =>
            found.Subjects?.Any(subject => subject.Name == account && (subject.NamespaceProperty ?? found.Namespace()) == space) == true
            && (found.RoleRef.Kind == "ClusterRole"
                ? !scene.Cluster.ClusterRoles.Any(role => role.Name() == found.RoleRef.Name)
                : !scene.Cluster.Roles.Any(role => role.Name() == found.RoleRef.Name && role.Namespace() == found.Namespace())));
        return binding is null ? null : Statement.That(
            $"RoleBinding {binding.Name()} refers to {binding.RoleRef.Kind} {binding.RoleRef.Name}, which does not exist.",
            Sighting.Of(binding, $"roleRef: {binding.RoleRef.Kind} {binding.RoleRef.Name}"));
    }

    private static Rule RemovedApiVersion() => new("api_version_removed", scene =>
        (from found in scene.Lines(PodStates.IsLive, line => NoMatches().IsMatch(line) && scene.IsFresh(line))
         let match = NoMatches().Match(found.Line)
         where match.Success
         let component = scene.ComponentOf(found.Pod)
         let isHurt = scene.IsSymptomatic(component) || found.Pod.States().Any(PodStates.IsCrashing) || !found.Pod.IsUpAndReady()
         select Found.At(
             component, isHurt ? 0.85 : IsNear(scene, component) ? 0.7 : 0.45,
             Statement.That(
                 $"{component.Name} uses an API version that this cluster does not serve, removed or not installed: {match.Value}.",
                 Sighting.Of(found.Log, found.Line), found.Pod.KeptBy(component))))
        .OncePerComponent())
    {
        Needs = ["logs"],
        LooksAt = "log lines \"no matches for kind … in version …\", \"the server could not find the requested resource\"",
        Advice = "Move to the API version that the cluster serves, or install the CustomResourceDefinition.",
        Expected = "No more \"no matches for kind\" lines, and the pod stays up.",
    };

    [GeneratedRegex(@"(?<what>(?:minimum|maximum) \S+ usage per \w+ is [^,\]]+(?:, but \w+ is [^,\]\.\s]+|\. No limit is specified"
        + @"|\. No request is specified)?|\S+ max limit to request ratio per \w+ is [^,]+(?:, but provided ratio is [\d.]+)?)")]
    private static partial Regex Limit();

    [GeneratedRegex(@"error looking up service account \S+: serviceaccount ""(?<name>[^""]+)"" not found")]
    private static partial Regex Account();

    [GeneratedRegex(@"violates PodSecurity ""(?<level>[^""]+)"": (?<what>.+)", RegexOptions.Singleline)]
    private static partial Regex Security();

    [GeneratedRegex(@"unable to validate against any security context constraint.*|PodSecurityPolicy: unable to admit pod.*"
        + @"|unable to validate against any pod security policy.*")]
    private static partial Regex Constraint();

    [GeneratedRegex(@"(?:admission webhook ""(?<by>[^""]+)"" denied the request:"
        + @"|ValidatingAdmissionPolicy '(?<by>[^']+)'.*? denied request:)\s*(?<why>[^\n]+)(?<more>\n[\s\S]+)?")]
    private static partial Regex Denied();

    [GeneratedRegex("""forbidden: User \\?"system:serviceaccount:(?<namespace>[^:]+):(?<account>[^"\\]+)\\?" (?<what>cannot \w+ (?:resource|path) \\?"[^"\\]+\\?"(?: in API group \\?"[^"\\]*\\?")?(?: in the namespace \\?"[^"\\]+\\?"| at the cluster scope)?)""")]
    private static partial Regex Forbidden();

    [GeneratedRegex(@"no matches for kind \\?""(?<kind>[^""\\]+)\\?"" in (?:version|group) \\?""(?<version>[^""\\]*)\\?"""
        + @"|(?:failed to (?:list|watch|get) \S+: )*the server could not find the requested resource(?: \([^)]*\))?")]
    private static partial Regex NoMatches();
}
