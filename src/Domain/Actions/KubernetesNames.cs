using System.Text.RegularExpressions;

namespace AiSre.Domain.Actions;

/// <summary>What Kubernetes takes for a name. Whatever else stands in an argument never leaves the platform.</summary>
public static partial class KubernetesNames
{
    /// <summary>Of a namespace (RFC 1123 label).</summary>
    public static bool IsLabel(string name) => Label().IsMatch(name);

    /// <summary>Of a pod or a deployment (RFC 1123 subdomain).</summary>
    public static bool IsSubdomain(string name) => name.Length <= 253 && Subdomain().IsMatch(name);

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\z")]
    private static partial Regex Label();

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z")]
    private static partial Regex Subdomain();
}
