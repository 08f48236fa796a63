using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;
using AiSre.Diagnosis.Signs;
using AiSre.Domain.Diagnosis;
using k8s.Models;

namespace AiSre.Diagnosis.Rules;

/// <summary>Probes that ask the wrong question.</summary>
public static partial class ProbeRules
{
    private const int VeryImpatient = 10;
    private const int Impatient = 15;
    private const int SlowStart = 60;

    public static ImmutableArray<Rule> All { get; } =
    [
        Port("liveness"), Protocol("liveness"), Path("liveness"), Timing(),
        Port("readiness"), Protocol("readiness"), Path("readiness"),
        DependsOnOther(), Failing(),
    ];

    private static Rule Of(string cause, string kind, string looksAt, string advice, Func<Scene, FailingProbe, Component, Finding?> see) => new(
        cause, scene => scene.Probes().Where(probe => kind.Length == 0 || probe.Kind == kind)
            .Select(probe => see(scene, probe, scene.ComponentOf(probe.Pod))).OfType<Finding>().OncePerComponent())
    {
        Needs = ["pods", "events"],
        LooksAt = looksAt,
        Advice = advice,
        Expected = "No more Unhealthy events, and the pods stay ready.",
        Pattern = "probe_failure",
    };

    private static Sighting Spec(FailingProbe probe, Component at) => Sighting.Of(
        at, $"container {probe.Container.Name}: {probe.Kind}Probe {Written(probe.Probe, probe.Port)}, "
            + $"{(probe.Other is null ? "no other probe" : "other probe " + Written(probe.Other, probe.OtherPort))}, containerPorts: "
            + $"{string.Join(", ", probe.Declared)}");

    private static string Written(V1Probe probe, string? port) =>
        $"{FailingProbes.Way(probe)} port {port} path {probe.HttpGet?.Path} initialDelaySeconds {probe.InitialDelaySeconds ?? 0} periodSeconds "
            + $"{probe.PeriodSeconds ?? 10} "
            + $"failureThreshold {probe.FailureThreshold ?? 3} timeoutSeconds {probe.TimeoutSeconds ?? 1}";

    private static Statement? Killed(FailingProbe probe) =>
        probe.Killed is null ? null : Statement.That($"Container {probe.Container.Name} is killed for it.", probe.Killed);

    private static Rule Port(string kind) => Of(
        $"{kind}_probe_incorrect_port", kind, $"{kind} probes that nothing answers, ports of the container, of its other probe and of its Service",
        "Correct the probe's port: it must be one that the container listens on.", (scene, probe, at) =>
        {
            if (probe.Port is not { } port || !NoConnection().IsMatch(probe.Message) || AnotherProtocol().IsMatch(probe.Message)) return null;
            var confidence =
                probe.Declared.Count > 0 && !probe.Declared.Contains(port)
                    ? (probe.OtherPort is { } other && probe.Declared.Contains(other) ? 0.95 : 0.88)
                : probe.OtherPort is { } its && its != port && !probe.OtherFails ? 0.85
                : probe.Declared.Count == 0 && ServedPorts(scene, probe.Pod) is { Count: > 0 } served && !served.Contains(port) ? 0.8
                : 0;
            return confidence == 0 ? null : Found.At(
                at, confidence,
                Statement.That($"The {kind} probe of {at.Name} asks the wrong port: nothing listens on {port}.", probe.Said, Spec(probe, at)),
                Killed(probe));
        });

    /// <summary>Ports of the pod that Services lead to.</summary>
    private static List<string> ServedPorts(Scene scene, V1Pod pod) =>
        [.. scene.Cluster.Services
            .Where(service => service.Namespace() == pod.Namespace() && service.Spec?.Selector is { Count: > 0 } selector
                && LabelSelectors.Match(selector, pod.Metadata.Labels))
            .SelectMany(service => service.Spec.Ports ?? [])
            .Select(port => port.TargetPort?.Value ?? $"{port.Port}")];

    private static Rule Protocol(string kind) => Of(
        $"{kind}_probe_incorrect_protocol", kind, $"what {kind} probes get back, and how the container's other probe asks on the same port",
        "Ask in the protocol that the port speaks: httpGet, grpc or tcpSocket, http or https.", (scene, probe, at) =>
        {
            var isOtherWay = probe.Other is { } other && FailingProbes.Way(other) != probe.Way && probe.OtherPort == probe.Port && !probe.OtherFails;
            var isSaid = AnotherProtocol().IsMatch(probe.Message);
            if (!isSaid && !(isOtherWay && probe.Way != "exec" && !Status().IsMatch(probe.Message))) return null;
            return Found.At(
                at, isSaid && isOtherWay ? 0.95 : isSaid ? 0.92 : 0.8,
                Statement.That(
                    $"The {kind} probe of {at.Name} asks in the wrong protocol ({probe.Way}): port {probe.Port} does not speak it.", probe.Said,
                    Spec(probe, at)),
                Killed(probe));
        });

    private static Rule Path(string kind) => Of(
        $"{kind}_probe_incorrect_path", kind, $"{kind} probes that are answered with 404",
        "Correct the probe's path: the application does not know it.",
        (scene, probe, at) => Status().Match(probe.Message) is { Success: true } match
            && match.Groups["code"].Value is "404" or "405" or "301" or "401" or "403"
            ? Found.At(
                at, match.Groups["code"].Value == "404" ? 0.9 : 0.75,
                Statement.That(
                    $"The {kind} probe of {at.Name} asks for the wrong path ({probe.Probe.HttpGet?.Path}): it is answered with status code "
                        + $"{match.Groups["code"].Value}.",
                    probe.Said, Spec(probe, at)),
                Killed(probe))
            : null);

    private static Rule Timing() => Of(
        "liveness_probe_incorrect_timing", "liveness", "how long a liveness probe waits before it kills, of containers that are killed for it",
        "Give the application time: a startup probe, a longer initialDelaySeconds, period or failureThreshold.", (scene, probe, at) =>
        {
            var isHasty = AnswersLate(probe);
            if (Status().IsMatch(probe.Message) || AnotherProtocol().IsMatch(probe.Message)
                || (probe.Patience > (StillStarts(probe) ? SlowStart : Impatient) && !isHasty)
                || (probe.Port is { } port && probe.Declared.Count > 0 && !probe.Declared.Contains(port))) return null;
            if (isHasty && probe.Patience > Impatient)
            {
                return Found.At(
                    at, 0.6,
                    Statement.That(
                        $"The timing of the liveness probe of {at.Name} is too tight, it gives an answer no more than "
                            + $"{probe.Probe.TimeoutSeconds ?? 1} s (timeoutSeconds) and kills the container for it.",
                        probe.Said, Spec(probe, at)),
                    Killed(probe));
            }

            return Found.At(
                at, probe.Patience <= VeryImpatient ? 0.92 : probe.Patience <= Impatient ? 0.75 : 0.7,
                Statement.That(
                    $"The timing of the liveness probe of {at.Name} is too tight, it gives up too early: it kills the container after "
                        + $"{probe.Probe.FailureThreshold ?? 3} failures, one every {probe.Probe.PeriodSeconds ?? 10} s, from second "
                        + $"{probe.Probe.InitialDelaySeconds ?? 0} on.",
                    probe.Said, Spec(probe, at)),
                Killed(probe));
        });

    /// <summary>Something listens and answers others, only not within the second that the probe waits.</summary>
    private static bool AnswersLate(FailingProbe probe) => probe.Killed is not null && (probe.Probe.TimeoutSeconds ?? 1) <= 1 && !probe.OtherFails
        && probe.Way == "httpGet" && probe.Message.Contains("Client.Timeout exceeded", StringComparison.Ordinal);

    /// <summary>It was never ready and does not listen yet: it is killed while it starts.</summary>
    private static bool StillStarts(FailingProbe probe) =>
        !probe.Pod.IsUpAndReady() && Refused().IsMatch(probe.Message)
            && probe.Pod.Status?.ContainerStatuses?.Any(state => state.Name == probe.Container.Name
                && (state.LastState?.Terminated is { ExitCode: 137 or 143 }
                    || (probe.Killed is not null && state.LastState?.Terminated is { ExitCode: 0 }))) == true;

    private static Rule DependsOnOther() => Of(
        "probe_depends_on_other_service", "", "probes that fail with 5xx or name another Service, and what the log says about that Service",
        "Let the probe answer for the application alone; a dependency that is down should not take this one down too.", (scene, probe, at) =>
        {
            if (AnotherProtocol().IsMatch(probe.Message)) return null;
            var is5xx = Status().Match(probe.Message) is { Success: true } match && match.Groups["code"].Value[0] == '5';
            var isLate = LateAnswer().IsMatch(probe.Message);
            if (!is5xx && !isLate && probe.Way != "exec") return null;
            var names = scene.Cluster.Services.Where(service => service.Namespace() == probe.Pod.Namespace() && !Leads(service, probe.Pod))
                .Select(service => service.Name()).ToList();
            var named = names.Find(name => Names(probe.Message, name));
            var line = named is not null ? null
                : scene.LogsOf(probe.Pod).SelectMany(log => log.Lines.Reverse().Take(50).Select(line => (Log: log, Line: line)))
                .Where(found => Trouble().IsMatch(found.Line) && scene.IsFresh(found.Line) && Other(found.Line, names) is not null)
                .OrderByDescending(found => Checks().IsMatch(found.Line))
                .Select(found => ((ContainerLog Log, string Line)?)found).FirstOrDefault();
            var other = named ?? (line is { } told ? Other(told.Line, names) : null);
            var isSaid = named is not null || (line is { } spoken && Checks().IsMatch(spoken.Line));
            return other is null || (isLate && !isSaid) ? null : Found.At(
                at, isSaid ? 0.85 : 0.6,
                Statement.That(
                    $"The {probe.Kind} probe of {at.Name} depends on another service, {other}, and fails with it.",
                    [probe.Said, Spec(probe, at), .. line is { } wrote ? [Sighting.Of(wrote.Log, wrote.Line)] : (Sighting[])[]]),
                Killed(probe));
        });

    /// <summary>A Service that the line names, or else a host that is asked about its health.</summary>
    private static string? Other(string line, List<string> names) => names.Find(name => Names(line, name))
        ?? (Checks().IsMatch(line)
            ? ServiceAddress.Within(line).FirstOrDefault(address => !address.IsLocal && !address.IsNumeric && address.Host.Contains('.'))?.Host
            : null);

    private static bool Leads(V1Service service, V1Pod pod) =>
        service.Spec?.Selector is { Count: > 0 } selector && LabelSelectors.Match(selector, pod.Metadata.Labels);

    private static bool Names(string text, string name) => Regex.IsMatch(text, $@"(?<![\w-]){Regex.Escape(name)}(?![\w-])");

    /// <summary>What is left when no rule knows why: the application may be slow, busy or broken.</summary>
    private static Rule Failing() => Of(
        "probe_failing", "", "Unhealthy events of containers that are killed or not ready",
        "Look at what the application does when it is probed: its log, its load, what it waits for.",
        (scene, probe, at) => Found.At(
            at, 0.45, Statement.That($"The {probe.Kind} probe of {at.Name} fails: {Found.Short(probe.Message)}", probe.Said, Spec(probe, at)),
            Killed(probe))) with
    {
        IsConsequence = true,
    };

    [GeneratedRegex(@"connection refused|failed to connect|i/o timeout|deadline exceeded|no route to host|Client\.Timeout|connection reset"
        + @"|couldn't find port|invalid port|EOF", RegexOptions.IgnoreCase)]
    private static partial Regex NoConnection();

    [GeneratedRegex(@"malformed HTTP (?:response|version|status)|HTTP response to HTTPS client|HTTP request to an HTTPS server"
        + @"|first record does not look like a TLS handshake|server preface|http2: frame too large|frame header looked like an HTTP/1"
        + @"|code = Unimplemented|unknown service grpc\.health|does not implement the grpc health|unexpected HTTP status code received from server"
        + @"|unexpected content-type|tls: ", RegexOptions.IgnoreCase)]
    private static partial Regex AnotherProtocol();

    [GeneratedRegex(@"Client\.Timeout exceeded|context deadline exceeded|timed out", RegexOptions.IgnoreCase)]
    private static partial Regex LateAnswer();

    [GeneratedRegex(@"\b(?:health|healthz|healthcheck|ready|readyz|readiness|livez|liveness|probe)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Checks();

    [GeneratedRegex("connection refused|failed to connect", RegexOptions.IgnoreCase)]
    private static partial Regex Refused();

    [GeneratedRegex(@"status ?code:? (?<code>\d{3})", RegexOptions.IgnoreCase)]
    private static partial Regex Status();

    [GeneratedRegex(@"error|fail|refused|timeout|timed out|unavailable|no such host|unreachable|exception|denied", RegexOptions.IgnoreCase)]
    private static partial Regex Trouble();
}
