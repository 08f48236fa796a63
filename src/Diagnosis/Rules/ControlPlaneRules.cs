using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;

namespace AiSre.Diagnosis.Rules;

/// <summary>The API server and etcd as others see them.</summary>
internal static partial class ControlPlaneRules
{
    public static ImmutableArray<Rule> All { get; } =
    [
        new("control_plane_slow_or_unreachable", Unreachable)
        {
            Needs = ["logs"],
            LooksAt = "Logs and events that say that the API server or etcd answers late or not at all",
            Advice = "Look at etcd's disk latency and leader changes, and at the API server's load.",
            Expected = "Requests to the API server answer within a second.",
        },
        new("clock_skew", Skewed)
        {
            Needs = ["logs"],
            LooksAt = "Logs that say that clocks differ",
            Advice = "Let the nodes' time service synchronize again.",
            Expected = "Clocks are within a second.",
        },
    ];

    private static IEnumerable<Finding> Unreachable(Scene scene)
    {
        var hits = scene.Said(Words()).Where(hit => hit.Times > 1 || hit.Log.Namespace == "kube-system").ToList();
        var events = scene.Cluster.Events.Where(seen => seen.Message is { } text && Words().IsMatch(text)
            && scene.Now - seen.LastSeen() < TimeSpan.FromHours(1)).ToList();
        var isTold = hits.Select(hit => hit.Who).Distinct().Count() + events.Count >= 2;
        if (!isTold && !hits.Exists(hit => hit.Times >= 3)) yield break;
        var (line, seen) = hits.Count > 0 ? (RuntimeRules.Short(hits[0].Line), hits[0].Seen) : (events[0].Message, Sighting.Of(events[0]));
        var isEtcd = hits.Any(hit => hit.Log.Pod.StartsWith("etcd", StringComparison.Ordinal));
        yield return new()
        {
            Component = new("ControlPlane", "", isEtcd ? "etcd" : "kube-apiserver"), Confidence = isTold ? 0.85 : 0.6,
            Affects = [.. hits.Select(hit => hit.Who).Distinct()],
            RootCause = Statement.That($"The control plane (API server or etcd) is slow or unreachable: {line}", seen),
            Because = [.. hits.Skip(1).Take(2).Select(hit => Statement.That($"{hit.Log.Pod} says: {RuntimeRules.Short(hit.Line)}", hit.Seen))],
        };
    }

    private static IEnumerable<Finding> Skewed(Scene scene) =>
        from hit in scene.Said(Skew()).DistinctBy(hit => hit.Who)
        let node = hit.Pod?.Spec?.NodeName
        select new Finding
        {
            Component = node is null ? hit.Who : new("Node", "", node), Affects = [hit.Who], Confidence = 0.92,
            RootCause = Statement.That($"The clock of {hit.Who.Name} differs from the others' (clock skew): {RuntimeRules.Short(hit.Line)}", hit.Seen,
                RuntimeRules.Named(hit)),
        };

    [GeneratedRegex(@"(?i)etcdserver: (?:request timed out|leader changed|no leader|too many requests)|apply request took too long|slow fdatasync"
        + @"|etcd.*(?:database space exceeded|mvcc: )"
        + @"|error retrieving resource lock|failed to (?:list|watch|update lock).*(?:timeout|refused|deadline)|https://(?:kubernetes\.default"
        + @"|[\d.]+):(?:443|6443).*(?:refused|timeout|deadline)|apiserver.*(?:unreachable|not responding|timed out)")]
    private static partial Regex Words();

    [GeneratedRegex(@"(?i)clock skew|RequestTimeTooSkewed|token used before issued|clock is (?:ahead|behind)|time (?:skew|drift) (?:detected|too)"
        + @"|used before its nbf|jwt not active|is not (?:yet )?valid(?: yet)?: current time \S+ is before"
        + @"|token (?:is )?not yet valid|issued in the future"
        + @"|server'?s (?:system )?clock|time (?:is )?not synchronized|clock offset|system clock (?:is )?(?:off|wrong)")]
    private static partial Regex Skew();
}
