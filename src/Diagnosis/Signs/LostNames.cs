using System.Text.RegularExpressions;
using AiSre.Diagnosis.Scenes;

namespace AiSre.Diagnosis.Signs;

/// <summary>Names of the cluster's own kind that a client asked for and that do not exist: DNS answered, and said so.</summary>
internal static partial class LostNames
{
    public static IEnumerable<(LogHit Hit, string Host)> All(Scene scene) =>
        from hit in scene.Said(NoSuch())
        where hit.Workload is not null && hit.Log.Namespace != "kube-system"
        let host = NoSuch().Match(hit.Line).Groups["host"].Value
        where (!host.Contains('.', StringComparison.Ordinal) || Inside().IsMatch(host)) && host != "localhost"
            && scene.ServiceAt(host, hit.Log.Namespace) is null
        select (hit, host);

    [GeneratedRegex(@"(?:lookup (?<host>[a-z0-9][-a-z0-9.]*)(?: on [\d.:]+)?: no such host|UnknownHostException: (?<host>[a-z0-9][-a-z0-9.]*)"
        + @"|ENOTFOUND (?<host>[a-z0-9][-a-z0-9.]*)|[Cc]ould not resolve host:? '?(?<host>[a-z0-9][-a-z0-9.]*)"
        + @"|could not translate host name ""(?<host>[a-z0-9][-a-z0-9.]*)""|[Ff]ailed to resolve '(?<host>[a-z0-9][-a-z0-9.]*)')")]
    private static partial Regex NoSuch();

    [GeneratedRegex(@"\.svc(?:\.|$)|\.cluster\.local$")]
    private static partial Regex Inside();
}
