using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;
using AiSre.Diagnosis.Signs;
using AiSre.Domain.Diagnosis;

namespace AiSre.Diagnosis.Rules;

/// <summary>What a service calls and does not get an answer from.</summary>
internal static partial class DependencyRules
{
    public static ImmutableArray<Rule> All { get; } =
    [
        new("dependency_down", Down)
        {
            Needs = ["logs", "pods"], IsConsequence = true,
            LooksAt = "Logs of failed calls, and whether the called workload is ready",
            Advice = "Look at the dependency first: its clients recover with it.",
            Expected = "The dependency is ready; the clients' errors end.",
        },
        new("dependency_slow", Slow)
        {
            Needs = ["logs", "pods"], IsConsequence = true,
            LooksAt = "Logs of calls that time out at a workload that is ready",
            Advice = "Look at what the dependency waits for or is short of.",
            Expected = "Calls answer in time.",
        },
        new("external_dependency_down", Outside)
        {
            Needs = ["logs"],
            LooksAt = "Logs of calls to names and addresses outside the cluster that are refused, time out or are answered with 5xx",
            Advice = "See whether the other side is up (its status page) and reachable from here; degrade gracefully until it is.",
            Expected = "Calls to it answer again.",
        },
        new("upstream_rate_limited", scene => Answered(scene, TooOften(), 0.88,
            "is rate limited by what it calls (429, too many requests)"))
        {
            Needs = ["logs"],
            LooksAt = "Logs of calls that are answered with 429",
            Advice = "Call less often (cache, back off as Retry-After says), or get a larger allowance.",
            Expected = "No answer 429 for 15 minutes.",
        },
        new("upstream_refuses_identity", scene => Answered(scene, Refused(), 0.8,
            "is refused by what it calls (401 unauthorized or 403 forbidden: token, key, credentials or permission)", canBeStale: true))
        {
            Needs = ["logs"],
            LooksAt = "Logs of calls that are answered with 401 or 403",
            Advice = "Renew or correct the token or key, or give the caller the permission.",
            Expected = "No answer 401 or 403.",
        },
        new("broker_unreachable", Broker)
        {
            Needs = ["logs"],
            LooksAt = "Logs of producers and consumers that cannot reach their broker",
            Advice = "Bring the broker back, or correct the address that clients are given.",
            Expected = "Clients connect; messages flow.",
        },
        new("consumer_too_slow", scene => Lag(scene))
        {
            Needs = ["logs"],
            LooksAt = "Logs and alerts of consumers that fall behind or are thrown out of their group",
            Advice = "Make the work for a message shorter, take fewer at once, or run more consumers.",
            Expected = "The lag shrinks; no rebalance for 15 minutes.",
        },
    ];

    private static IEnumerable<Finding> Down(Scene scene)
    {
        foreach (var group in Failing(scene)
            .Where(pair => pair.Called is { Desired: > 0 } called && called.Ready == 0 && !called.Pods.Any(pod => pod.IsReady()))
            .GroupBy(pair => pair.Called.Component))
        {
            var called = group.First().Called;
            yield return new()
            {
                Component = group.Key, Confidence = 0.7, Affects = [.. group.Select(pair => pair.Hit.Who).Distinct()],
                RootCause = Statement.That($"{called.Name}, which {group.First().Hit.Who.Name} depends on, is down: {called.Ready} of "
                    + $"{called.Desired} ready.",
                    Sighting.Of(group.Key, $"{called.Name}: status.readyReplicas {called.Ready}, spec.replicas {called.Desired}"),
                        RuntimeRules.Named(group.First().Hit)),
                Because = [.. group.DistinctBy(pair => pair.Hit.Who).Take(3).Select(pair => Statement.That(
                    $"{pair.Hit.Log.Pod} says: {RuntimeRules.Short(pair.Hit.Line)}", pair.Hit.Seen))],
            };
        }
    }

    private static IEnumerable<Finding> Slow(Scene scene) =>
        from pair in Failing(scene).Where(pair => TimesOut().IsMatch(pair.Hit.Line)).Concat(Calls(scene, SlowCall()))
        where pair.Called.Ready > 0
        group pair by pair.Called.Component into slow
        let first = slow.First()
        let callers = slow.Select(pair => pair.Hit.Who).Distinct().ToList()
        let isCertain = slow.Any(pair => TimesOut().IsMatch(pair.Hit.Line)) || Latency().IsMatch($"{scene.Symptom.Title} {scene.Symptom.Description}")
        select new Finding
        {
            Component = slow.Key, Affects = [.. callers],
            Confidence = !isCertain ? 0.45 : callers.Count > 1 ? 0.62 : 0.55,
            RootCause = Statement.That($"{first.Called.Name} is slow, it answers too late or not at all to calls of {first.Hit.Who.Name} "
                + $"(latency, timeout): {RuntimeRules.Short(first.Hit.Line)}",
                first.Hit.Seen, RuntimeRules.Named(first.Hit), Sighting.Of(slow.Key, $"{first.Called.Name}: {first.Called.Ready} ready")),
        };

    private static IEnumerable<Finding> Outside(Scene scene) =>
        from hit in scene.Said(OutsideFails())
        where hit.Workload is not null && hit.Log.Namespace != "kube-system"
        let host = OutsideHosts.In(scene, hit)
        where host is not null
        group hit by (hit.Who, Host: host!) into all
        let hit = all.First()
        select new Finding
        {
            Component = new("External", "", all.Key.Host), Affects = [all.Key.Who],
            Confidence = IsNear(scene, all.Key.Who) && hit.Times > 1 ? 0.8 : 0.4,
            RootCause = Statement.That($"The external service {all.Key.Host}, which {all.Key.Who.Name} depends on, is down or does not answer "
                + $"(unavailable): {RuntimeRules.Short(hit.Line)}", hit.Seen, RuntimeRules.Named(hit)),
        };

    /// <summary>The alerting workload or one that it depends on; everything where the alert names none.</summary>
    private static bool IsNear(Scene scene, Component who)
    {
        var asked = scene.Workloads.Select(workload => workload.Component).Where(scene.IsSymptomatic).ToList();
        return asked.Count == 0 || scene.Graph.From(asked).ContainsKey(who);
    }

    /// <summary>A call of this workload by another that failed; null where none is known.</summary>
    internal static LogHit? FailingCall(Scene scene, LiveWorkload called) =>
        Failing(scene).Where(pair => pair.Called == called).Select(pair => pair.Hit).FirstOrDefault();

    /// <summary>Lines that say that a call failed, and whom they called.</summary>
    private static IEnumerable<(LogHit Hit, LiveWorkload Called)> Failing(Scene scene) => Calls(scene, CallFails());

    private static IEnumerable<(LogHit Hit, LiveWorkload Called)> Calls(Scene scene, Regex says) =>
        from hit in scene.Said(says)
        where hit.Workload is not null
        from called in ServiceAddress.Within(hit.Line).Select(address => scene.Answering(address.Host, hit.Log.Namespace)).OfType<LiveWorkload>()
            .Distinct()
        where called.Component != hit.Who
        select (hit, called);

    private static IEnumerable<Finding> Answered(
        Scene scene, Regex words, double confidence, string says, bool canBeStale = false) =>
        from hit in scene.Said(words)
        where hit.Workload is not null && DatabaseServer.Product(scene, hit.Workload) is null && hit.Log.Namespace != "kube-system"
            && !Served().IsMatch(hit.Line)
        group hit by hit.Who into all
        let hit = all.First()
        select new Finding
        {
            Component = all.Key, Confidence = hit.Times > 1 || all.Count() > 1 ? confidence : confidence - 0.25,
            RootCause = (canBeStale ? StaleCredentials.Since(scene, hit, words) : null) is { } since
                ? Statement.That(CarriedPhrase.Of(all.Key.Name, says + ", which took it before: it was probably rotated since (Secret), and the "
                    + "running pods did not pick that up"), RuntimeRules.Named(hit), hit.Seen, since)
                : Statement.That(CarriedPhrase.Of(all.Key.Name, says), RuntimeRules.Named(hit), hit.Seen),
            Because = [Statement.That($"Its log says: {RuntimeRules.Short(hit.Line)}", hit.Seen)],
        };

    private static IEnumerable<Finding> Broker(Scene scene)
    {
        foreach (var group in scene.Said(NoBroker()).Where(hit => hit.Workload is not null && DatabaseServer.Product(scene, hit.Workload) is null)
            .GroupBy(hit => Named(scene, hit)?.Component ?? hit.Who))
        {
            var hit = group.First();
            var broker = Named(scene, hit);
            var isDown = broker is { IsShort: true } or { Desired: 0 };
            yield return new()
            {
                Component = group.Key, Confidence = broker is null ? 0.7 : isDown ? 0.85
                    : 0.65, Affects = [.. group.Select(one => one.Who).Distinct()],
                RootCause = isDown
                    ? Statement.That($"The message broker {broker!.Name} is down ({broker.Ready} of {broker.Desired} ready); clients cannot reach "
                        + $"it: {RuntimeRules.Short(hit.Line)}",
                        hit.Seen, Sighting.Of(broker.Component,
                            $"{broker.Name}: status.readyReplicas {broker.Ready}, spec.replicas {broker.Desired}"))
                    : Statement.That($"{hit.Who.Name} cannot reach its message broker (connection fails): {RuntimeRules.Short(hit.Line)}", hit.Seen,
                    RuntimeRules.Named(hit)),
            };
        }
    }

    private static LiveWorkload? Named(Scene scene, LogHit hit) =>
        ServiceAddress.Within(hit.Line).Select(address => scene.Answering(address.Host, hit.Log.Namespace)).OfType<LiveWorkload>().FirstOrDefault()
        ?? scene.Graph.CallsOf(hit.Who).Select(scene.WorkloadAt).OfType<LiveWorkload>()
            .FirstOrDefault(one => DatabaseServer.Product(scene, one) is "kafka" or "rabbitmq" or "nats");

    private static IEnumerable<Finding> Lag(Scene scene) =>
        from hit in scene.Said(FallsBehind())
        where hit.Workload is not null && DatabaseServer.Product(scene, hit.Workload) is null
        group hit by hit.Who into all
        let hit = all.First()
        select new Finding
        {
            Component = all.Key, Confidence = 0.72,
            RootCause = Statement.That($"The consumer {all.Key.Name} falls behind its queue (consumer lag): {RuntimeRules.Short(hit.Line)}", hit.Seen,
                RuntimeRules.Named(hit)),
        };

    [GeneratedRegex(@"(?i)\b(?:ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH)\b|connection refused|connect(?:ion)? (?:timed out|error|failed)"
        + @"|no route to host|failed to connect"
        + @"|upstream (?:connect error|error|[\w.:-]+ failed)|\b50[234]\b|deadline exceeded|(?:read|request|response|socket) ?time(?:d )?out"
        + @"|SocketTimeoutException|failed: "
        + @"|could not be established|service unavailable|bad gateway|Unavailable desc|i/o timeout|upstream error|no healthy upstream")]
    private static partial Regex CallFails();

    [GeneratedRegex("(?i)latency|slow|response time|duration")]
    private static partial Regex Latency();

    /// <summary>A second or more.</summary>
    [GeneratedRegex(@"(?i)\b(?:slow|took|elapsed|duration|latency)\b.*?\b(?:\d{4,} ?ms|[1-9]\d*(?:\.\d+)? ?s(?:ec(?:ond)?s?)?)\b")]
    private static partial Regex SlowCall();

    [GeneratedRegex(@"(?i)ETIMEDOUT|ECONNREFUSED|ECONNRESET|EHOSTUNREACH|connection refused|connection reset|timed? ?out|deadline exceeded"
        + @"|\b50[0234]\b|no route to host|service unavailable|bad gateway")]
    private static partial Regex OutsideFails();

    [GeneratedRegex(@"(?i)ETIMEDOUT|timed? ?out|deadline exceeded|\b504\b")]
    private static partial Regex TimesOut();

    [GeneratedRegex(@"(?i)(?:status(?: code)?|HTTP(?:/[\d.]+)?|response|returned|code|got|error:?)\W{0,3}429\b|\b429 Too Many Requests"
        + @"|\btoo many requests\b|rate limit(?:ed)?(?: is)? (?:exceeded|reached|hit)|RateLimit(?:Exceeded|Error)|ThrottlingException"
        + @"|RESOURCE_EXHAUSTED.*(?:quota|rate)|retry-after")]
    private static partial Regex TooOften();

    [GeneratedRegex(@"(?i)(?:status(?: code)?|HTTP(?:/[\d.]+)?|response|returned|code|got|error:?)\W{0,3}40[13]\b|\b401 Unauthorized"
        + @"|\b403 Forbidden|invalid_(?:token|client|grant)|(?:token|jwt)(?: is| has)? expired|PERMISSION_DENIED|code = (?:Unauthenticated"
        + @"|PermissionDenied)|invalid api key")]
    private static partial Regex Refused();

    /// <summary>Answers that the service itself gave.</summary>
    [GeneratedRegex(@"""(?:GET|POST|PUT|DELETE|PATCH|HEAD) [^""]*"" 4\d\d|RBAC: access denied|serviceaccount")]
    private static partial Regex Served();

    [GeneratedRegex(@"(?i)connection to node -?\d+ .*could not be established|no ?brokers ?available|run out of available brokers"
        + @"|broker.*(?:not available|unreachable|disconnected|transport failure)"
        + @"|bootstrap broker .* disconnected|failed to update metadata|Exception \(50[14]\) Reason|AMQP(?:Connection|Connector)?Error"
        + @"|amqp.*(?:refused|closed)|AmqpConnectException|BrokerNotAvailable|KafkaJSConnectionError"
        + @"|nats: no servers available|dial tcp [\w.:]+:(?:5672|9092|4222).*refused")]
    private static partial Regex NoBroker();

    [GeneratedRegex(@"(?i)max\.poll\.interval|CommitFailedException|consumer lag|lag (?:is|of) \d{3,}|poll timeout has expired|messages? behind"
        + @"|queue (?:length|depth|size)\W+\d{5,}")]
    private static partial Regex FallsBehind();
}
