using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;
using AiSre.Diagnosis.Signs;
using k8s.Models;

namespace AiSre.Diagnosis.Rules;

/// <summary>Init containers that fail or never end.</summary>
internal static partial class InitContainerRules
{
    private static readonly TimeSpan LongInit = TimeSpan.FromMinutes(5);
    private static readonly string[] OthersExplain =
        ["ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "CreateContainerConfigError"];

    public static ImmutableArray<Rule> All { get; } = [InitFails(), InitTriesAgain(), InitLacksMemory(), InitWaits()];

    private static Rule InitFails() => StartupRules.Of(
        "init_container_failed", "init containers that end with an error again and again",
        "Read the init container's log: what it prepares must succeed before the application starts.",
        scene => from stuck in scene.Stuck()
                 where stuck.IsInit && !OthersExplain.Contains(stuck.Reason) && !IsOutOfMemory(stuck.State)
                 let ended = stuck.LastEnd
                 where ended is { ExitCode: not 0 } || stuck.Reason is "CrashLoopBackOff" or "RunContainerError" or "CreateContainerError"
                 let at = scene.ComponentOf(stuck.Pod)
                 let words = LastWords(scene, stuck.Pod, stuck.State.Name)
                 select Found.At(
                     at, 0.9,
                     words is null
                         ? Statement.That(
                             $"Init container {stuck.State.Name} of {at.Name} fails (exit code {ended?.ExitCode}), so the application never starts.",
                             stuck.Ended, stuck.Pod.KeptBy(at))
                         : Statement.That(
                             $"Init container {stuck.State.Name} of {at.Name} fails (exit code {ended?.ExitCode}), so the application never starts: "
                                 + $"{Found.Short(words.Line)}",
                             stuck.Ended, stuck.Pod.KeptBy(at), Sighting.Of(words.Log, words.Line))));

    /// <summary>The last line that speaks of trouble, or else the last.</summary>
    private static LogLine? LastWords(Scene scene, V1Pod pod, string container)
    {
        var log = scene.LogsOf(pod).Where(log => log.Container == container && log.Lines.Any(line => line.Trim().Length > 0))
            .OrderBy(log => log.IsPrevious).FirstOrDefault();
        if (log is null) return null;
        var lines = log.Lines.Where(line => line.Trim().Length > 0).ToList();
        return new(pod, log, lines.FindLast(line => Trouble().IsMatch(line)) ?? lines[^1]);
    }

    /// <summary>It runs at the moment, as it did some times before in vain.</summary>
    private static Rule InitTriesAgain() => StartupRules.Of(
        "init_container_failed", "init containers that run again after an error",
        "Read the init container's log: what it prepares must succeed before the application starts.",
        scene => from pod in scene.LivePods()
                 from state in pod.Status?.InitContainerStatuses ?? []
                 where state is { State.Running: not null, RestartCount: > 1, LastState.Terminated.ExitCode: not 0 } && !Restarts(pod, state.Name)
                     && !IsOutOfMemory(state)
                 let at = scene.ComponentOf(pod)
                 let code = state.LastState.Terminated.ExitCode
                 let seen = Sighting.Of(pod, $"{state.Name}: running, restartCount: {state.RestartCount}, last exitCode: {code}")
                 let words = LastWords(scene, pod, state.Name)
                 select Found.At(
                     at, 0.88,
                     words is null
                         ? Statement.That(
                             $"Init container {state.Name} of {at.Name} fails again and again (exit code {code}), so the application never starts.",
                             seen, pod.KeptBy(at))
                         : Statement.That(
                             $"Init container {state.Name} of {at.Name} fails again and again (exit code {code}), so the application never starts: "
                                 + $"{Found.Short(words.Line)}",
                             seen, pod.KeptBy(at), Sighting.Of(words.Log, words.Line))));

    private static Rule InitLacksMemory() => StartupRules.Of(
        "init_container_failed", "init containers that are OOMKilled", "Raise the init container's memory limit.",
        scene => from pod in scene.LivePods()
                 from state in pod.Status?.InitContainerStatuses ?? []
                 where IsOutOfMemory(state) && !state.Ready
                 let at = scene.ComponentOf(pod)
                 select Found.At(
                     at, 0.9,
                     Statement.That(
                         $"Init container {state.Name} of {at.Name} is OOMKilled, its memory limit is too low: the application never starts.",
                         Sighting.Of(pod, $"{state.Name}: last end OOMKilled, restartCount: {state.RestartCount}"), pod.KeptBy(at))));

    private static bool IsOutOfMemory(V1ContainerStatus state) =>
        (state.State?.Terminated ?? state.LastState?.Terminated)?.Reason == "OOMKilled";

    private static Rule InitWaits() => StartupRules.Of(
        "init_container_waiting", "init containers that have run for more than five minutes",
        "Look at what the init container waits for: its log names it.",
        scene => from pod in scene.LivePods()
                 from state in pod.Status?.InitContainerStatuses ?? []
                 where state.State?.Running?.StartedAt is { } at1 && !Restarts(pod, state.Name)
                     && scene.Now - new DateTimeOffset(DateTime.SpecifyKind(at1, DateTimeKind.Utc)) > LongInit
                     && (pod.Status?.ContainerStatuses ?? []).All(found => found.State?.Running is null)
                 let at = scene.ComponentOf(pod)
                 let log = scene.LogsOf(pod).FirstOrDefault(log => log.Container == state.Name && log.Lines.Any(line => line.Trim().Length > 0))
                 let line = log?.Lines.LastOrDefault(line => line.Trim().Length > 0)
                 select Found.At(
                     at, 0.85,
                     line is null
                         ? Statement.That(
                             $"Init container {state.Name} of {at.Name} still waits and never ends, so the application does not start.",
                             Sighting.Of(pod, $"{state.Name}: running since {state.State.Running.StartedAt:u}"), pod.KeptBy(at))
                         : Statement.That(
                             $"Init container {state.Name} of {at.Name} still waits and never ends, so the application does not start: "
                                 + $"{Found.Short(line)}",
                             Sighting.Of(pod, $"{state.Name}: running since {state.State.Running.StartedAt:u}"), pod.KeptBy(at),
                             Sighting.Of(log!, line))));

    /// <summary>A sidecar: an init container that is meant to go on.</summary>
    private static bool Restarts(V1Pod pod, string container) =>
        (pod.Spec?.InitContainers ?? []).Any(found => found.Name == container && found.RestartPolicy == "Always");

    [GeneratedRegex(@"error|fail|fatal|panic|denied|refused|timeout|not found|exception|invalid", RegexOptions.IgnoreCase)]
    private static partial Regex Trouble();
}
