using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;
using AiSre.Domain.Diagnosis;
using k8s.Models;

namespace AiSre.Diagnosis.Rules;

/// <summary>Gateways that keep their routes in a ConfigMap and send one of them to another service than its id and path say.</summary>
internal static partial class MisrouteRules
{
    /// <summary>Fewer routes than this do not show how they are named.</summary>
    private const int FewestRoutes = 4;

    public static ImmutableArray<Rule> All { get; } =
    [
        new("gateway_misroute", Misrouted)
        {
            Needs = ["configmaps", "services"],
            LooksAt = "Routes in gateways' config maps (ids, paths and targets) against what the services are called, read and write",
            Advice = "Let the route point at the service that its path means.",
            Expected = "Requests for the path arrive at that service.",
        },
    ];

    private static IEnumerable<Finding> Misrouted(Scene scene)
    {
        foreach (var map in scene.Cluster.ConfigMaps)
        {
            var home = map.Namespace() ?? "";
            foreach (var text in (map.Data ?? new Dictionary<string, string>()).Values.Where(text => text.Length < 512 * 1024))
            {
                var routes = Spring().Matches(text).Concat(Nginx().Matches(text))
                    .Select(found => (Id: found.Groups["id"].Value, To: Host(found.Groups["to"].Value),
                    Path: found.Groups["path"].Value, Line: Folded(found.Value))).ToList();
                if (routes.Count < FewestRoutes) continue;
                var keys = ServiceWords.Of(scene, home);
                var routed = routes.Select(route => route.To).ToHashSet();
                var judged = routes.Where(route => keys.ContainsKey(route.To))
                    .Select(route => (Route: route, Meant: Meant(keys, route.Id + " " + route.Path, route.To, routed))).ToList();
                var wrong = judged.Where(pair => pair.Meant is not null).ToList();
                if (wrong.Count == 0 || wrong.Count * 4 > judged.Count) continue;
                foreach (var (route, meant) in wrong)
                {
                    var seen = Sighting.Of(new Component("ConfigMap", home, map.Name()), route.Line);
                    yield return new()
                    {
                        Component = new("Service", home, meant!), Confidence = 0.9,
                        RootCause = Statement.That(
                            $"The gateway's route for {route.Path} ({map.Name()}) points at {route.To} instead of {meant}.",
                            seen, Sighting.Of(new Component("Service", home, meant!), $"{meant} exists")),
                    };
                }
            }
        }
    }

    /// <summary>
    /// The service that a route means where it is another than its target; null where the target is as good as any. What is not the service's own
    /// name says so only of one to which no route leads.
    /// </summary>
    private static string? Meant(IReadOnlyDictionary<string, ImmutableArray<string>> keys, string says, string target, HashSet<string> routed)
    {
        var text = ServiceWords.Letters(says);
        var (best, word) = Longest(keys.SelectMany(pair => pair.Value.Select(key => (pair.Key, Word: key))), text);
        if (word is null || keys[target].Contains(word) || (word != keys[best!][0] && routed.Contains(best!))) return null;
        var (_, own) = Longest(keys[target].Select(key => (target, Word: key)), text);
        return own is null || (word.Length > own.Length && word.Contains(own, StringComparison.Ordinal)) ? best : null;
    }

    private static (string? Service, string? Word) Longest(IEnumerable<(string Service, string Word)> all, string text) =>
        all.Where(pair => pair.Word.Length > 2 && text.Contains(pair.Word, StringComparison.Ordinal))
            .OrderByDescending(pair => pair.Word.Length).FirstOrDefault();

    private static string Host(string uri)
    {
        var text = uri[(uri.LastIndexOf("//", StringComparison.Ordinal) is var cut && cut >= 0 ? cut + 2 : 0)..];
        if (text.StartsWith("${", StringComparison.Ordinal)) text = text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return text.Split('}', ':', '/', ';', '.')[0];
    }

    private static string Folded(string text) => Blanks().Replace(text, " ").Trim();

    [GeneratedRegex(@"- id:\s*(?<id>\S+)\s+uri:\s*(?<to>\S+)\s+predicates:\s+- Path=(?<path>\S+)")]
    private static partial Regex Spring();

    [GeneratedRegex(@"location\s+(?:[~=^*]+\s+)?(?<id>)(?<path>/\S*)\s*\{[^}]*?proxy_pass\s+(?<to>[^;\s]+);")]
    private static partial Regex Nginx();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
