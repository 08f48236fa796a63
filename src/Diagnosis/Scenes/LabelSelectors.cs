using k8s.Models;

namespace AiSre.Diagnosis.Scenes;

/// <summary>Selectors, as the API server reads them.</summary>
public static class LabelSelectors
{
    public static bool Match(IEnumerable<KeyValuePair<string, string>> wanted, IDictionary<string, string>? labels) =>
        wanted.All(pair => labels is not null && labels.TryGetValue(pair.Key, out var value) && value == pair.Value);

    /// <summary>Null selects nothing, an empty one everything.</summary>
    public static bool Match(V1LabelSelector? selector, IDictionary<string, string>? labels) =>
        selector is not null
        && Match(selector.MatchLabels ?? new Dictionary<string, string>(), labels)
        && (selector.MatchExpressions ?? []).All(rule => Holds(rule.Key, rule.OperatorProperty, rule.Values, labels));

    public static bool Holds(string? key, string? sign, IList<string>? values, IDictionary<string, string>? labels)
    {
        var value = key is not null && labels is not null && labels.TryGetValue(key, out var found) ? found : null;
        return sign switch
        {
            "In" => value is not null && values?.Contains(value) == true,
            "NotIn" => value is null || values?.Contains(value) != true,
            "Exists" => value is not null,
            "DoesNotExist" => value is null,
            "Gt" => long.TryParse(value, out var is1) && long.TryParse(values?.FirstOrDefault(), out var than1) && is1 > than1,
            "Lt" => long.TryParse(value, out var is2) && long.TryParse(values?.FirstOrDefault(), out var than2) && is2 < than2,
            _ => false,
        };
    }
}
