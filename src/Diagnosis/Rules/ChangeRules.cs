using System.Collections.Immutable;
using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;
using k8s.Models;

namespace AiSre.Diagnosis.Rules;

/// <summary>What was changed shortly before: a rollout, a deploy that somebody told us of.</summary>
internal static class ChangeRules
{
    private static readonly TimeSpan Shortly = TimeSpan.FromHours(1);

    public static ImmutableArray<Rule> All { get; } =
    [
        new("bad_deploy", Deployed)
        {
            Needs = ["deployments", "replicasets", "pods"], IsConsequence = true, Pattern = "bad_deploy",
            LooksAt = "Revisions rolled out within the hour before, what differs between the two, deploys that were announced, and whether the "
                + "new pods fail or log errors",
            Advice = "Undo the rollout, then look at what differs between the two revisions.",
            Expected = "With the revision before, the errors end.",
        },
        new("application_error", Errors)
        {
            Needs = ["logs"], IsConsequence = true,
            LooksAt = "Exceptions in the log of a workload that the platform serves well",
            Advice = "Hand it to those who own the code, with the line and the version.",
            Expected = "The exception does not come back.",
        },
    ];

    private static IEnumerable<Finding> Deployed(Scene scene)
    {
        foreach (var workload in scene.Workloads.Where(workload => workload.Revisions.Length > 0 && workload.Desired > 0))
        {
            var newest = workload.Revisions[0];
            var before = workload.Revisions.Skip(1).FirstOrDefault();
            var told = scene.Symptom.Deploys.FirstOrDefault(deploy => deploy.Service == workload.Name && IsShortlyBefore(scene, deploy.At));
            var at = newest.CreationTimestamp().Utc();
            var isNew = before is not null && at is { } created && IsShortlyBefore(scene, created);
            if (!isNew && told is null) continue;
            var failing = workload.Pods.Where(pod => !pod.IsReady() && (before is null || Is(pod, newest))).ToList();
            var pods = workload.Pods.Where(pod => before is null || Is(pod, newest)).ToList();
            var line = pods.Select(pod => ExceptionOf(scene, pod)).OfType<LogHit>().FirstOrDefault();
            var isAsked = workload.Name == scene.Symptom.Service || workload.Name == scene.Symptom.Workload;
            var hurt = isAsked ? null : DependencyRules.FailingCall(scene, workload);
            if (failing.Count == 0 && line is null && hurt is null && !isAsked) continue;
            var differs = before is null ? [] : Differences(before, newest).ToList();
            var rolled = isNew
                ? Sighting.Of(newest, $"ReplicaSet {newest.Name()} of {workload.Name} created at {at:u}; {string.Join("; ", differs)}", at)
                : Sighting.Of(told!);
            yield return new()
            {
                Component = workload.Component, Since = at,
                Confidence = failing.Count > 0
                    && line is not null ? 0.86 : line is not null ? (isAsked || hurt is not null ? 0.8 : 0.6) : hurt is not null ? 0.74
                    : failing.Count > 0 ? 0.65 : 0.35,
                Affects = hurt is null ? [] : [hurt.Who],
                RootCause = line is null && hurt is not null
                    ? Statement.That($"The new revision (deploy) of {workload.Name}, which {hurt.Who.Name} calls, was rolled out shortly before its "
                        + $"calls began to fail.", rolled, hurt.Seen, RuntimeRules.Named(hurt))
                    : line is null
                    ? Statement.That($"The new revision (deploy) of {workload.Name} was rolled out shortly before.", rolled)
                    : Statement.That($"The new revision (deploy) of {workload.Name}, rolled out shortly before, fails: "
                        + $"{RuntimeRules.Short(line.Line)}", rolled, line.Seen),
                Because = [.. differs.Take(3).Select(difference => Statement.That($"Against the revision before, {difference}.", rolled))],
            };
        }
    }

    private static LogHit? ExceptionOf(Scene scene, V1Pod pod) =>
        scene.Said(CodeFaults.Pattern).Where(hit => hit.Pod == pod).OrderBy(hit => hit.Log.IsPrevious).FirstOrDefault();

    private static bool Is(V1Pod pod, V1ReplicaSet set) => pod.Metadata.OwnerReferences?.Any(owner => owner.Name == set.Name()) == true;

    private static bool IsShortlyBefore(Scene scene, DateTimeOffset at) => at <= scene.Now && scene.Symptom.StartedAt - at < Shortly;

    private static IEnumerable<string> Differences(V1ReplicaSet before, V1ReplicaSet after)
    {
        foreach (var now in after.Spec?.Template?.Spec?.Containers ?? [])
        {
            if (before.Spec?.Template?.Spec?.Containers?.FirstOrDefault(one => one.Name == now.Name) is not { } then) continue;
            if (now.Image != then.Image) yield return $"the image of {now.Name} changed from {then.Image} to {now.Image}";
            foreach (var variable in now.Env ?? [])
            {
                if ((then.Env ?? []).FirstOrDefault(one => one.Name == variable.Name) is not { } old) yield return $"env {variable.Name} is new";
                else if (old.Value != variable.Value) yield return $"env {variable.Name} changed";
            }

            foreach (var limit in now.Resources?.Limits ?? new Dictionary<string, ResourceQuantity>())
            {
                var old = then.Resources?.Limits?.TryGetValue(limit.Key, out var found) == true ? found.ToString() : "none";
                if (old != limit.Value.ToString()) yield return $"the {limit.Key} limit of {now.Name} changed from {old} to {limit.Value}";
            }
        }
    }

    private static IEnumerable<Finding> Errors(Scene scene) =>
        from hit in scene.Said(CodeFaults.Pattern)
        where hit.Workload is { Component.Kind: not "Job" and not "CronJob" } && DatabaseServer.Product(scene, hit.Workload) is null
            && hit.Log.Namespace != "kube-system"
        group hit by hit.Who into all
        let hit = all.First()
        select new Finding
        {
            Component = all.Key, Confidence = 0.56,
            RootCause = Statement.That($"The application code of {all.Key.Name} fails: {RuntimeRules.Short(hit.Line)}", hit.Seen,
                RuntimeRules.Named(hit)),
        };
}
