using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;
using AiSre.Diagnosis.Signs;
using k8s.Models;

namespace AiSre.Diagnosis.Rules;

/// <summary>What ends or hinders a container that did start: memory, exit codes, ports, descriptors.</summary>
internal static partial class RuntimeRules
{
    private static readonly TimeSpan Recently = TimeSpan.FromHours(1);

    /// <summary>A container that lived this long before it was killed did not die of a limit that is too low from the start.</summary>
    private static readonly TimeSpan SlowDeath = TimeSpan.FromMinutes(20);

    public static ImmutableArray<Rule> All { get; } =
    [
        new("oom_killed", scene => OutOfMemory(scene, isLeak: false))
        {
            Needs = ["pods"], Pattern = "oomkilled",
            LooksAt = "How containers ended last (OOMKilled), events that say that a container was killed for its memory, memory limits",
            Advice = "Raise the memory limit to what the process needs, or make it need less (heap size, caches, concurrency).",
            Expected = "No OOM kill for 15 minutes after the limit is raised; the restart count stands still.",
        },
        new("memory_leak", scene => OutOfMemory(scene, isLeak: true))
        {
            Needs = ["pods"], Pattern = "oomkilled",
            LooksAt = "Repeated OOM kills after long lives, and whether the memory in use rises between them",
            Advice = "Take a heap profile and mend the leak; a restart or a higher limit only buys time.",
            Expected = "Memory in use levels off below the limit; no OOM kill within the time of two former lives.",
        },
        new("application_crash", Crashes)
        {
            Needs = ["pods"], Pattern = "crashloop", IsConsequence = true,
            LooksAt = "Crash loops, exit codes and signals of containers, and the last error in their logs",
            Advice = "Mend what the last lines of the log say, or go back to the version before.",
            Expected = "The containers stay up for 10 minutes; the restart count stands still.",
        },
        new("service_sidecar_port_conflict", PortsTwice)
        {
            Needs = ["pods"], Pattern = "crashloop",
            LooksAt = "Ports that two containers of a pod, or a container and the mesh's status port, want; logs that say that an address is in use",
            Advice = "Give one of the two another port (for a mesh sidecar its status port).",
            Expected = "The container binds its port and gets ready.",
        },
        new("descriptors_or_threads_exhausted", scene => FromLogs(scene, NoFiles(), "has no file descriptors left (too many open files)", 0.85)
            .Concat(FromLogs(scene, NoThreads(), "can start no thread or process: the limit of threads or process ids (pids) is exhausted", 0.85)))
        {
            Needs = ["logs"],
            LooksAt = "Logs that say that no file descriptor, thread or process id is left",
            Advice = "Raise the limit of open files or of pids, and look for connections, files or threads that are never given back.",
            Expected = "The message does not come back; open descriptors or threads level off.",
        },
        new("disk_full_in_application", scene => FromLogs(scene, Full(), "cannot write: its disk or volume is full (no space left)", 0.86))
        {
            Needs = ["logs"],
            LooksAt = "Logs that say that no space is left on the device",
            Advice = "Free space or enlarge the volume; then look for what fills it.",
            Expected = "Writes succeed again; the used share of the volume stays below 80 %.",
        },
    ];

    private static IEnumerable<Finding> OutOfMemory(Scene scene, bool isLeak)
    {
        foreach (var workload in scene.Workloads.Where(workload => workload.Component.Kind is not "CronJob"))
        {
            foreach (var (pod, container) in workload.Pods.SelectMany(pod => pod.Containers().Select(container => (pod, container))))
            {
                if (!WasKilledForMemory(container) || !IsCurrent(scene, container)) continue;
                var end = container.LastEnd();
                var trend = scene.TrendsOf(workload, "memory").FirstOrDefault(one => one.Now > one.Before * 1.3);
                var lived = end?.FinishedAt is { } finished && end.StartedAt is { } started ? finished - started : TimeSpan.Zero;
                if (isLeak != (lived >= SlowDeath && (trend is not null || container.RestartCount >= 3))) continue;
                yield return Killed(scene, workload, pod, container, isLeak, trend);
                break;
            }
        }

        if (isLeak) yield break;
        foreach (var seen in scene.Cluster.Events.Where(seen => seen.Message is { } text && OomEvent().IsMatch(text)
            && scene.Now - seen.LastSeen() < Recently && seen.InvolvedObject.Kind == "Pod"))
        {
            var pod = scene.Cluster.Pods.FirstOrDefault(pod => pod.Name() == seen.InvolvedObject.Name
                && pod.Namespace() == seen.InvolvedObject.NamespaceProperty);
            if (pod is null || scene.WorkloadOf(pod) is not { } workload || pod.IsReady()) continue;
            yield return new()
            {
                Component = workload.Component, Confidence = 0.88,
                RootCause = Statement.That($"{workload.Name} is OOM-killed as it starts: its memory limit is too low.", Sighting.Of(seen)),
                Because = [.. Limits(workload)],
            };
        }
    }

    private static bool WasKilledForMemory(V1ContainerStatus container) =>
        container.LastEnd() is { } end && (end.Reason == "OOMKilled" || (end.Message is { } text && OomEvent().IsMatch(text)))
        || (container.State?.Waiting?.Message is { } message && OomEvent().IsMatch(message));

    /// <summary>It still fails, or it ended around the symptom.</summary>
    private static bool IsCurrent(Scene scene, V1ContainerStatus container) => !container.Ready
        || (container.LastEnd()?.FinishedAt.Utc() is { } at && scene.Symptom.StartedAt - at < Recently);

    private static Finding Killed(Scene scene, LiveWorkload workload, V1Pod pod, V1ContainerStatus container, bool isLeak, MetricTrend? trend)
    {
        var seen = container.Seen(pod);
        var isSidecar = workload.Containers.FirstOrDefault() is { } main && main.Name != container.Name;
        var reached = trend is null ? [] : ImmutableArray.Create(Statement.That(
            $"Its memory rose from {Size(trend.Before)} to {Size(trend.Now)}.",
            Sighting.Of(trend, $"from {Size(trend.Before)} to {Size(trend.Now)}")));
        return new()
        {
            Component = workload.Component,
            Confidence = container.LastEnd()?.Reason == "OOMKilled" ? isLeak ? 0.88 : 0.86 : 0.86,
            RootCause = isLeak
                ? Statement.That($"The memory of {workload.Name} grows until its limit; container {container.Name} is OOMKilled again and again.",
                seen)
                : isSidecar
                    ? Statement.That($"The sidecar container {container.Name} of {workload.Name} is OOM-killed at its memory limit, so the pod is "
                        + $"not ready.", seen)
                    : Statement.That($"Container {container.Name} of {workload.Name} is OOM-killed: its memory limit is too low.", seen),
            Because = [.. reached, .. Limits(workload)],
            Since = scene.Symptom.StartedAt,
        };
    }

    private static IEnumerable<Statement> Limits(LiveWorkload workload) =>
        from container in workload.Containers
        where container.Resources?.Limits?.TryGetValue("memory", out _) == true
        let limit = container.Resources.Limits["memory"].ToString()
        select Statement.That($"Container {container.Name} has a memory limit of {limit}.",
            Sighting.Of(workload.Component, $"container {container.Name}: resources.limits.memory: {limit}"));

    private static IEnumerable<Finding> Crashes(Scene scene)
    {
        foreach (var workload in scene.Workloads.Where(workload => workload.Component.Kind is not "CronJob" and not "Job"))
        {
            var failing = workload.Pods.Where(pod => !pod.IsOver())
                .SelectMany(pod => pod.Containers().Select(container => (Pod: pod, Container: container)))
                .Where(pair => IsCrashing(scene, pair.Container) && !WasKilledForMemory(pair.Container)).ToList();
            if (failing.Count == 0) continue;
            var (pod, container) = failing.MaxBy(pair => pair.Container.RestartCount);
            var seen = container.Seen(pod);
            var code = container.LastEnd()!.ExitCode;
            var line = LastError(scene, pod, container.Name);
            yield return new()
            {
                Component = workload.Component,
                Confidence = line is null ? 0.62 : code is 137 or 143 ? 0.6 : 0.8,
                RootCause = IsFirstOf(workload, pod)
                    ? Statement.That($"{pod.Name()} of StatefulSet {workload.Name} crashes with exit code {code}, so the pods of a higher ordinal "
                        + $"wait for it: {Short(line?.Line ?? "")}", line is null ? [seen, Sighting.Of(workload.Component, $"its pod: {pod.Name()}")]
                        : [seen, line.Seen, Sighting.Of(workload.Component, $"its pod: {pod.Name()}")])
                    : line is null
                    ? Statement.That($"Container {container.Name} of {workload.Name} crashes and restarts: exit code {code}{Signal(code)}.", seen,
                        Sighting.Of(pod, $"exit code {code}{Signal(code)}"))
                    : Statement.That($"{workload.Name} crashes with exit code {code} and restarts: {Short(line.Line)}", seen, line.Seen),
                Because = [Statement.That($"It was restarted {container.RestartCount} times.", seen)],
            };
        }
    }

    private static string Signal(int exitCode) => exitCode switch
    {
        132 => " (illegal instruction, SIGILL)",
        134 => " (aborted, SIGABRT)",
        137 => " (killed, SIGKILL)",
        139 => " (segmentation fault, SIGSEGV)",
        143 => " (terminated, SIGTERM)",
        _ => "",
    };

    /// <summary>Pods of a StatefulSet start one after the other: those after it are not there yet.</summary>
    private static bool IsFirstOf(LiveWorkload workload, V1Pod pod) => workload.Component.Kind == "StatefulSet"
        && workload.Pods.Length < workload.Desired && workload.Pods.All(other => other == pod || other.IsReady());

    private static bool IsCrashing(Scene scene, V1ContainerStatus container) => container.LastEnd() is { ExitCode: not 0 } end
        && (container.Waiting() is "CrashLoopBackOff" || container.State?.Terminated is not null
            || (container.RestartCount >= 3 && end.FinishedAt.Utc() is { } at && scene.Symptom.StartedAt - at < TimeSpan.FromMinutes(30)))
        && end.Reason is not "StartError" and not "ContainerCannotRun";

    internal static LogHit? LastError(Scene scene, V1Pod pod, string? container = null) => scene.Said(Error())
        .Where(hit => hit.Pod == pod && (container is null || hit.Log.Container.Length == 0 || hit.Log.Container == container))
        .OrderBy(hit => hit.Log.IsPrevious).FirstOrDefault();

    internal static string Short(string line) => line.Length > 240 ? line[..240] : line;

    private static IEnumerable<Finding> PortsTwice(Scene scene)
    {
        foreach (var workload in scene.Workloads)
        {
            var text = workload.Template.Metadata?.Annotations?.TryGetValue("proxy.istio.io/config", out var proxy) == true ? proxy : "";
            if (StatusPort().Match(text) is { Success: true } found
                && workload.Containers.FirstOrDefault(one =>
                one.Ports?.Any(port => Number(port.ContainerPort) == found.Groups[1].Value) == true) is { } taken)
            {
                var port = found.Groups[1].Value;
                yield return new()
                {
                    Component = workload.Component, Confidence = workload.IsShort ? 0.92 : 0.7,
                    RootCause = Statement.That(
                        $"Port conflict in {workload.Name}: the mesh sidecar's status port {port} is the port that container {taken.Name} listens "
                            + $"on.",
                        Sighting.Of(workload.Component, $"annotation proxy.istio.io/config: {text}; container {taken.Name}: containerPort {port}")),
                    Because = [.. InUse(scene, workload)],
                };
            }

            foreach (var twice in Listening(workload).GroupBy(pair => (pair.Port.ContainerPort, pair.Port.Protocol ?? "TCP"))
                .Where(group => group.Select(pair => pair.Container).Distinct().Count() > 1))
            {
                var (names, port) = (twice.Select(pair => pair.Container).Distinct().ToList(), twice.Key.ContainerPort);
                if (!workload.IsShort) continue;
                yield return new()
                {
                    Component = workload.Component, Confidence = 0.85,
                    RootCause = Statement.That($"Port conflict in {workload.Name}: containers {names[0]} and {names[1]} both want port {port}.",
                        Sighting.Of(workload.Component, $"containers {names[0]}, {names[1]}: containerPort {port}")),
                    Because = [.. InUse(scene, workload)],
                };
            }
        }

        foreach (var hit in scene.Said(AddressInUse()).Where(hit => hit.Workload is { IsShort: true }).DistinctBy(hit => hit.Who))
        {
            if (hit.Workload!.Containers.Count() + (hit.Pod?.Spec?.InitContainers?.Count ?? 0) < 1) continue;
            yield return new()
            {
                Component = hit.Who, Confidence = 0.75,
                RootCause = Statement.That($"Port conflict in {hit.Who.Name}: its port is already in use: {Short(hit.Line)}", [hit.Seen, Named(hit)]),
            };
        }
    }

    /// <summary>The line of a log says the pod's name; the workload's name is part of it, or stands here.</summary>
    internal static Sighting Named(LogHit hit) => Sighting.Of(hit.Who, $"keeps pod {hit.Log.Pod} alive");

    private static IEnumerable<(string Container, V1ContainerPort Port)> Listening(LiveWorkload workload) =>
        workload.Containers.SelectMany(container => (container.Ports ?? []).Select(port => (container.Name, port)));

    private static IEnumerable<Statement> InUse(Scene scene, LiveWorkload workload) => scene.Said(AddressInUse())
        .Where(hit => hit.Workload == workload).Take(1).Select(hit => Statement.That($"Its log says: {Short(hit.Line)}", hit.Seen));

    private static IEnumerable<Finding> FromLogs(Scene scene, Regex pattern, string says, double confidence) =>
        scene.Said(pattern).Where(hit => hit.Log.Namespace is not "kube-system").GroupBy(hit => hit.Who).Select(group => group.First())
            .Select(hit => new Finding
        {
            Component = hit.Who, Confidence = confidence,
            RootCause = Statement.That(CarriedPhrase.Of(hit.Who.Name, says), Named(hit), hit.Seen),
            Because = [Statement.That($"Its log says: {Short(hit.Line)}", hit.Seen)],
        });

    internal static string Size(double bytes) => $"{Math.Round(bytes / 1048576).ToString(CultureInfo.InvariantCulture)} MiB";
    private static string Number(int port) => port.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?i)\bOOM-?killed\b|out of memory: killed process|container init was OOM-killed")]
    private static partial Regex OomEvent();

    [GeneratedRegex(@"""?statusPort""?\s*:\s*""?(\d{2,5})")]
    private static partial Regex StatusPort();

    [GeneratedRegex(@"(?i)\baddress already in use\b|\bport \d+ (?:was |is )?already in use\b|\bEADDRINUSE\b|only one usage of each socket address")]
    private static partial Regex AddressInUse();

    [GeneratedRegex(@"(?i)too many open files|\bE[MN]FILE\b|no file descriptors available")]
    private static partial Regex NoFiles();

    [GeneratedRegex(@"(?i)unable to create (?:new )?native thread"
        + @"|pthread_create failed|can't start new thread|failed to create new OS thread|fork: (?:retry: )?resource temporarily unavailable"
        + @"|cannot fork|fork/exec \S+: resource temporarily unavailable|pids? limit (?:reached|exceeded)")]
    private static partial Regex NoThreads();

    [GeneratedRegex(@"(?i)no space left on device|\bENOSPC\b|not enough space on the disk|\bdisk (?:is )?full\b|could not extend file")]
    private static partial Regex Full();

    [GeneratedRegex(@"(?i)\b(?:panic|fatal|exception|traceback|segmentation fault|unhandled|error|caused by|failed)\b|\w(?:Error|Exception)\b"
        + @"|""level"":[56]0\b")]
    internal static partial Regex Error();
}
