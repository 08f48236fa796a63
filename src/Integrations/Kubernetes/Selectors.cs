using k8s.Models;

namespace AiSre.Integrations.Kubernetes;

/// <summary>Label selectors: asked of a server as text, and matched here.</summary>
internal static class Selectors
{
    /// <summary>As lists take it; null: everything.</summary>
    public static string? Text(V1LabelSelector? selector)
    {
        var parts = (selector?.MatchLabels ?? new Dictionary<string, string>()).Select(label => $"{label.Key}={label.Value}")
            .Concat((selector?.MatchExpressions ?? []).Select(Text));
        return string.Join(',', parts) is { Length: > 0 } text ? text : null;
    }

    /// <summary>Of policy/v1: an empty one selects everything, none selects nothing.</summary>
    public static bool Matches(V1LabelSelector? selector, IEnumerable<KeyValuePair<string, string>>? labels)
    {
        if (selector is null) return false;
        var has = new Dictionary<string, string>(labels ?? []);
        return (selector.MatchLabels ?? new Dictionary<string, string>()).All(label => has.GetValueOrDefault(label.Key) == label.Value)
            && (selector.MatchExpressions ?? []).All(expression => Matches(expression, has));
    }

    private static bool Matches(V1LabelSelectorRequirement expression, Dictionary<string, string> labels)
    {
        var value = labels.GetValueOrDefault(expression.Key);
        return expression.OperatorProperty switch
        {
            "In" => value is not null && expression.Values.Contains(value),
            "NotIn" => value is null || !expression.Values.Contains(value),
            "Exists" => value is not null,
            "DoesNotExist" => value is null,
            _ => false,
        };
    }

    private static string Text(V1LabelSelectorRequirement expression) => expression.OperatorProperty switch
    {
        "In" => $"{expression.Key} in ({string.Join(',', expression.Values)})",
        "NotIn" => $"{expression.Key} notin ({string.Join(',', expression.Values)})",
        "DoesNotExist" => $"!{expression.Key}",
        _ => expression.Key,
    };
}
