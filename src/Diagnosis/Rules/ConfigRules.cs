using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;
using AiSre.Diagnosis.Signs;
using AiSre.Domain.Diagnosis;
using k8s.Models;

namespace AiSre.Diagnosis.Rules;

/// <summary>Secrets and ConfigMaps that are missing, wrong, or changed just before.</summary>
public static partial class ConfigRules
{
    private static readonly TimeSpan JustBefore = TimeSpan.FromHours(1);

    public static ImmutableArray<Rule> All { get; } =
    [
        Lacks(
            "missing_secret_binding", "\"secret … not found\"", NoSecret(),
            "Create the Secret in the pod's namespace, or correct its name in the pod template.",
            (at, match, seen) => Statement.That($"Secret {match.Groups["name"].Value}, which {at.Name} needs, is missing: not found.", seen)),
        Lacks(
            "secret_key_missing", "\"couldn't find key … in Secret\"", NoSecretKey(), "Add the key to the Secret, or correct it in the pod template.",
            (at, match, seen) => Statement.That($"A key of a Secret that {at.Name} needs is missing: {match.Value}.", seen)),
        Lacks(
            "configmap_missing", "\"configmap … not found\"", NoConfigMap(),
            "Create the ConfigMap in the pod's namespace, or correct its name in the pod template.",
            (at, match, seen) => Statement.That($"ConfigMap {match.Groups["name"].Value}, which {at.Name} needs, is missing: not found.", seen)),
        Lacks(
            "configmap_key_missing", "\"couldn't find key … in ConfigMap\"", NoConfigMapKey(),
            "Add the key to the ConfigMap, or correct it in the pod template.",
            (at, match, seen) => Statement.That($"A key of a ConfigMap that {at.Name} needs is missing, it was not found: {match.Value}.", seen)),
        Lacks(
            "run_as_root_refused", "\"container has runAsNonRoot and image will run as root\"", RunsAsRoot(),
            "Set runAsUser to a user of the image, or build the image with a user that is not root.",
            (at, match, seen) => Statement.That($"The container of {at.Name} may not start: {match.Value} (securityContext runAsNonRoot).", seen)),
        Invalid(),
        ChangedJustBefore(),
    ];

    private static Rule Of(string cause, string looksAt, string advice, ImmutableArray<string> needs, Func<Scene, IEnumerable<Finding>> see) => new(
        cause, scene => see(scene).OncePerComponent())
    {
        Needs = needs, LooksAt = looksAt, Advice = advice, Expected = "The containers start and stay up.", Pattern = "config_error",
    };

    /// <summary>From the container that cannot be made (env), or the volume that cannot be mounted.</summary>
    private static Rule Lacks(string cause, string words, Regex pattern, string advice, Func<Component, Match, Sighting[], Statement> says) => Of(
        cause, $"containers that wait with CreateContainerConfigError and FailedMount events: {words}", advice, ["pods"],
        scene => from pod in scene.LivePods()
                 where !pod.IsUpAndReady() && !string.IsNullOrEmpty(pod.Spec?.NodeName)
                 let stuck = pod.States().FirstOrDefault(state => state.State?.Waiting?.Reason is "CreateContainerConfigError")
                 let starts = pod.States().All(state => state.State?.Running is null)
                 where stuck is not null || starts
                 from seen in Words(scene, pod, stuck)
                 let match = pattern.Match(seen.Text)
                 where match.Success
                 let at = scene.ComponentOf(pod)
                 select Found.At(at, 0.94, says(at, match, [seen, pod.KeptBy(at)])));

    private static IEnumerable<Sighting> Words(Scene scene, V1Pod pod, V1ContainerStatus? stuck)
    {
        if (stuck?.State.Waiting.Message is { Length: > 0 } message)
        {
            yield return Sighting.Of(pod, $"{stuck.Name}: waiting, {stuck.State.Waiting.Reason}: {message}");
        }

        foreach (var seen in scene.EventsOf(pod, "Failed", "FailedMount").Take(6)) yield return Sighting.Of(seen);
    }

    /// <summary>The application says that it cannot use its configuration; if that was edited lately, so much the surer.</summary>
    private static Rule Invalid() => Of(
        "config_invalid", "log lines about a configuration that cannot be read, of a container that crashes, and when its ConfigMaps were edited",
        "Take back the last edit of the configuration, or correct what the log names.", ["logs", "pods"],
        scene => from found in scene.Lines(pod => pod.IsLive() && pod.States().Any(PodStates.IsCrashing), line => BadConfig().IsMatch(line))
                 let at = scene.ComponentOf(found.Pod)
                 let edit = Edits(scene, found.Pod).OrderByDescending(edit => edit.At).FirstOrDefault(edit => edit.At > scene.Now.AddDays(-1))
                 select Found.At(
                     at, edit is null ? 0.85 : 0.93,
                     Statement.That(
                         $"The configuration of {at.Name} is invalid, it cannot be parsed or lacks something: "
                             + $"{Found.Short(BadConfig().Match(found.Line).Value)}.",
                         Sighting.Of(found.Log, found.Line), found.Pod.KeptBy(at)),
                     edit is null ? null : Statement.That($"ConfigMap {edit.Name} was changed at {edit.At:u}.", edit.Seen)) with
                 {
                     Since = edit?.At,
                 });

    /// <summary>Weak by itself: an edit comes before many things.</summary>
    private static Rule ChangedJustBefore() => Of(
        "config_changed", "ConfigMaps edited shortly before the alert that a workload in trouble uses",
        "Compare the ConfigMap with its last version, and take the edit back if it may be the reason.",
        ["configmaps", "pods"],
        scene => from pod in scene.LivePods()
                 let at = scene.ComponentOf(pod)
                 let isCrashing = pod.States().Any(PodStates.IsCrashing)
                 where isCrashing || scene.IsSymptomatic(at)
                 from edit in Edits(scene, pod)
                 where edit.At > scene.Symptom.StartedAt - JustBefore && edit.At <= scene.Symptom.StartedAt
                 select Found.At(
                     at, isCrashing ? 0.6 : 0.48,
                     Statement.That(
                         $"ConfigMap {edit.Name}, which {at.Name} uses, was changed at {edit.At:u}, shortly before.",
                         edit.Seen, Sighting.Of(at, $"uses configmap {edit.Name}"))) with
                 {
                     Since = edit.At,
                 });

    private static IEnumerable<Edit> Edits(Scene scene, V1Pod pod)
    {
        var names = ConfigMaps(scene.Wanted(pod)).Concat(ConfigMaps(pod.Spec)).ToHashSet(StringComparer.Ordinal);
        return from map in scene.Cluster.ConfigMaps
               where map.Namespace() == pod.Namespace() && names.Contains(map.Name())
               from field in map.Metadata.ManagedFields ?? []
               where field.Time is not null && field.Operation == "Update"
               let at = new DateTimeOffset(DateTime.SpecifyKind(field.Time!.Value, DateTimeKind.Utc))
               where map.Metadata.CreationTimestamp is not { } made
                   || at - new DateTimeOffset(DateTime.SpecifyKind(made, DateTimeKind.Utc)) > TimeSpan.FromMinutes(1)
               select new Edit(map.Name(), at, Sighting.Of(map, $"metadata.managedFields: {field.Manager} at {at:u}", at));
    }

    private static IEnumerable<string> ConfigMaps(V1PodSpec? spec) => spec is null ? [] :
        (spec.Containers ?? []).Concat(spec.InitContainers ?? []).SelectMany(container =>
                (container.EnvFrom ?? []).Select(from => from.ConfigMapRef?.Name)
                .Concat((container.Env ?? []).Select(variable => variable.ValueFrom?.ConfigMapKeyRef?.Name)))
            .Concat((spec.Volumes ?? []).Select(volume => volume.ConfigMap?.Name))
            .Concat((spec.Volumes ?? []).SelectMany(volume => volume.Projected?.Sources ?? []).Select(source => source.ConfigMap?.Name))
            .OfType<string>();

    private sealed record Edit(string Name, DateTimeOffset At, Sighting Seen);

    [GeneratedRegex(@"secret ""(?<name>[^""]+)"" not found|object ""[^""]+""/""(?<name>[^""]+)"" not registered(?=.*secret)",
        RegexOptions.IgnoreCase)]
    private static partial Regex NoSecret();

    [GeneratedRegex(@"couldn't find key \S+ in Secret \S+|references non-existent secret key: \S+", RegexOptions.IgnoreCase)]
    private static partial Regex NoSecretKey();

    [GeneratedRegex(@"configmap ""(?<name>[^""]+)"" not found", RegexOptions.IgnoreCase)]
    private static partial Regex NoConfigMap();

    [GeneratedRegex(@"couldn't find key \S+ in ConfigMap \S+|references non-existent config key: \S+", RegexOptions.IgnoreCase)]
    private static partial Regex NoConfigMapKey();

    [GeneratedRegex(@"container has runAsNonRoot and image (?:will run as root|has non-numeric user \([^)]*\), cannot verify user is non-root)")]
    private static partial Regex RunsAsRoot();

    [GeneratedRegex(
        @"(?:(?:cannot|can't|could not|couldn't|failed to|unable to|error) (?:load|read|parse|parsing|reading|loading|decode|unmarshal"
            + @"|validate)\w* (?:the )?(?:\w+ )?(?:config|configuration|settings|yaml|json|toml)\b[^""]*"
        + @"|(?:invalid|malformed|bad|broken) (?:\w+ )?(?:config|configuration|settings|yaml|json|toml)\b[^""]*"
        + @"|(?:config|configuration|settings)(?: file)?(?: \S+)? (?:is (?:invalid|malformed|missing)|error|could not be (?:parsed|loaded))[^""]*"
        + @"|yaml: (?:line \d+|unmarshal errors?|did not)[^""]*|toml: [^""]*|configuration error[^""]*|error in configuration[^""]*"
        + @"|nginx: \[emerg\][^""]*"
        + @"|(?:required|missing) (?:environment variable|env var|setting|configuration|property)[^""]*|environment variable \S+ (?:is )?(?:not set"
        + @"|required|missing)[^""]*"
        + @"|unknown (?:field|directive|key|property|option) [^""]*|Could not resolve placeholder[^""]*|ParserError[^""]*"
        + @"|mapping values are not allowed[^""]*)",
        RegexOptions.IgnoreCase)]
    private static partial Regex BadConfig();
}
