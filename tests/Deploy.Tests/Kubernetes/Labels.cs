using k8s.Models;

namespace AiSre.Deploy.Tests.Kubernetes;

internal static class Labels
{
    /// <summary>Whether a selector that names labels, and nothing but labels, chooses what carries these.</summary>
    public static bool Selects(IDictionary<string, string>? wanted, IDictionary<string, string> labels) =>
        (wanted ?? new Dictionary<string, string>()).All(pair => labels.TryGetValue(pair.Key, out var value) && value == pair.Value);

    public static void AssertSelects(V1LabelSelector selector, IDictionary<string, string> labels)
    {
        Assert.Null(selector.MatchExpressions);
        Assert.NotEmpty(selector.MatchLabels);
        Assert.True(Selects(selector.MatchLabels, labels), $"{string.Join(", ", selector.MatchLabels)} does not select {string.Join(", ", labels)}");
    }
}
