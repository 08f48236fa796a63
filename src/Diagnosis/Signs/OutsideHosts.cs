using System.Text.RegularExpressions;
using AiSre.Diagnosis.Scenes;

namespace AiSre.Diagnosis.Signs;

/// <summary>What lies outside the cluster, as lines of logs name it.</summary>
internal static partial class OutsideHosts
{
    /// <summary>A name of three labels or more, or a public address, that no Service and no pod answers to.</summary>
    public static string? In(Scene scene, LogHit hit) => ServiceAddress.Within(hit.Line).Where(address => !address.IsLocal)
        .Select(address => address.Host)
        .FirstOrDefault(host => Public().IsMatch(host) && !Inside().IsMatch(host) && scene.Answering(host, hit.Log.Namespace) is null
            && scene.ServiceAt(host, hit.Log.Namespace) is null);

    [GeneratedRegex(@"^(?:[a-z0-9][-a-z0-9]*\.){2,}[a-z]{2,}$|^\d{1,3}(?:\.\d{1,3}){3}$")]
    private static partial Regex Public();

    [GeneratedRegex(@"\.svc(?:\.|$)|\.(?:local|internal|cluster)$|^(?:10|127|0)\.|^192\.168\.|^169\.254\.|^172\.(?:1[6-9]|2\d|3[01])\.")]
    private static partial Regex Inside();
}
