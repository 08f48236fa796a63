using AiSre.Domain.Actions;

namespace AiSre.Integrations.Kubernetes;

/// <summary>
/// The client puts names into the paths of its requests as they are, so that one with a slash, dots or a question mark would be another path. Alerts
/// and inputs of runs name what is read, so whatever cannot be a name is asked for nowhere.
/// </summary>
internal static class PathNames
{
    /// <summary>Null: all of them can be names. Empty ones are left out by whoever needs none.</summary>
    public static string? Problem(params ReadOnlySpan<string?> names)
    {
        foreach (var name in names)
            if (name is { Length: > 0 } && !KubernetesNames.IsSubdomain(name)) return $"'{OneLine.Of(name)}' is no name in Kubernetes";
        return null;
    }
}
