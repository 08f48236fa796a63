namespace AiSre.Api.Tests.Isolation;

/// <summary>Other spellings of an address: doubled slashes, dots and slashes that are escaped once and twice, a workspace before a name.</summary>
internal static class PathTricks
{
    private static readonly string[] Up = ["..", "%2e%2e", "%2E.", "%252e%252e"];

    /// <param name="path">The address, with an id in it.</param>
    /// <param name="workspace">Whose the id is.</param>
    public static IEnumerable<string> Of(string path, string workspace)
    {
        var last = path.LastIndexOf('/');
        var (head, tail) = (path[..last], path[(last + 1)..]);
        yield return "/" + path;
        yield return path.Replace("/", "//", StringComparison.Ordinal);
        yield return path + "/";
        yield return path + "//";
        yield return path + "/.";
        yield return path + "/%2e";
        yield return path + ";/";
        foreach (var slash in (string[])["%2f", "%2F", "%252f", "%5c"]) yield return head + slash + tail;
        foreach (var up in Up)
        {
            yield return $"/x/{up}{path}";
            yield return $"/x%2f{up}{path}";
            yield return $"{head}/{up}%2f{workspace}%2f{tail}";
        }
        yield return $"{head}/{workspace}%2f{tail}";
        yield return $"{head}/{workspace}%252f{tail}";
        yield return $"{head}/%00{tail}";
    }

    /// <summary>From a page of one's own workspace to a page of another.</summary>
    public static IEnumerable<string> OfPage(string page, string workspace, string own)
    {
        var below = page[$"/console/{workspace}".Length..];
        foreach (var up in Up)
        {
            yield return $"/console/{own}/{up}/{workspace}{below}";
            yield return $"/console/{own}/{up}%2f{workspace}{below}";
            yield return $"/console/{own}%2f{up}%2f{workspace}{below}";
        }
        yield return $"/console/{own}//{workspace}{below}";
        yield return $"/console//{workspace}{below}";
        yield return $"//console/{workspace}{below}";
        yield return $"/console/{workspace}%00{below}";
        yield return $"/console/%2f{workspace}{below}";
        yield return $"/console/{workspace.ToUpperInvariant()}{below}";
    }
}
