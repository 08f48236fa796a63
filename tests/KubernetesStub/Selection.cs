using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AiSre.KubernetesStub;

/// <summary>Label and field selectors of lists, and selectors inside of objects.</summary>
internal static partial class Selection
{
    public static Func<JsonObject, bool> Labels(string? selector)
    {
        var terms = Terms().Matches(selector ?? "").Select(match => match.Value.Trim()).Where(term => term.Length > 0).Select(Label).ToList();
        return one =>
        {
            var labels = KubeJson.Texts(one["metadata"]?["labels"]);
            return terms.TrueForAll(term => term(labels));
        };
    }

    public static Func<JsonObject, bool> Fields(ResourceKind kind, string? selector)
    {
        var terms = (selector ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(term => Field(kind, term)).ToList();
        return one => terms.TrueForAll(term => term(one));
    }

    /// <summary>Of a PodDisruptionBudget or a workload: an empty one selects everything, none nothing.</summary>
    public static bool Matches(JsonNode? selector, JsonObject one)
    {
        if (selector is null) return false;
        var labels = KubeJson.Texts(one["metadata"]?["labels"]);
        return KubeJson.Texts(selector["matchLabels"]).All(label => labels.GetValueOrDefault(label.Key) == label.Value)
            && (selector["matchExpressions"] as JsonArray ?? []).All(expression =>
            {
                var value = labels.GetValueOrDefault(KubeJson.Text(expression!["key"])!);
                var values = (expression["values"] as JsonArray ?? []).Select(KubeJson.Text).ToList();
                return KubeJson.Text(expression["operator"]) switch
                {
                    "In" => value is not null && values.Contains(value),
                    "NotIn" => value is null || !values.Contains(value),
                    "Exists" => value is not null,
                    _ => value is null,
                };
            });
    }

    private static Func<Dictionary<string, string>, bool> Label(string term)
    {
        if (SetBased().Match(term) is { Success: true } set)
        {
            var values = set.Groups["values"].Value.Split(',', StringSplitOptions.TrimEntries);
            var (key, isIn) = (set.Groups["key"].Value, set.Groups["op"].Value is "in");
            return labels => labels.TryGetValue(key, out var value) ? values.Contains(value) == isIn : !isIn;
        }
        if (term.Split("!=", 2) is [var not, var other]) return labels => labels.GetValueOrDefault(not.Trim()) != other.Trim();
        if (term.Replace("==", "=", StringComparison.Ordinal).Split('=', 2) is [var same, var wanted])
            return labels => labels.GetValueOrDefault(same.Trim()) == wanted.Trim();
        return term[0] is '!' ? labels => !labels.ContainsKey(term[1..].Trim()) : labels => labels.ContainsKey(term);
    }

    private static Func<JsonObject, bool> Field(ResourceKind kind, string term)
    {
        var isNot = term.Contains("!=", StringComparison.Ordinal);
        var plain = term.Replace("!=", "=", StringComparison.Ordinal).Replace("==", "=", StringComparison.Ordinal);
        if (plain.Split('=', 2) is not [var field, var wanted])
            throw StatusException.BadRequest($"invalid selector: '{term}'");
        if (!Selectable(kind, field)) throw StatusException.BadRequest($"field label not supported: {field}");
        return one => ((KubeJson.Text(field.Split('.').Aggregate((JsonNode?)one, (node, part) => node?[part])) ?? "") == wanted) != isNot;
    }

    /// <summary>Every kind has two; more are what its storage declares.</summary>
    private static bool Selectable(ResourceKind kind, string field) => field is "metadata.name" or "metadata.namespace" || kind.Kind switch
    {
        "Pod" => field is "spec.nodeName" or "status.phase" or "spec.restartPolicy" or "status.podIP",
        "Event" => field.StartsWith("involvedObject.", StringComparison.Ordinal) || field is "reason" or "type",
        "Namespace" => field is "status.phase",
        _ => false,
    };

    [GeneratedRegex(@"(?:[^,(]|\([^)]*\))+")]
    private static partial Regex Terms();

    [GeneratedRegex(@"^(?<key>\S+)\s+(?<op>in|notin)\s*\((?<values>[^)]*)\)$")]
    private static partial Regex SetBased();
}
