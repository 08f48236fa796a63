using AiSre.Api.Tests.Description;

namespace AiSre.Api.Tests.Documents;

/// <summary>Finds the operation that a line of text means, such as <c>GET /incidents/{id}?limit=10</c>.</summary>
internal sealed class RoutesInText(ApiDocument document)
{
    private readonly ILookup<string, Operation> byMethod = document.Operations.ToLookup(operation => operation.Method);

    /// <param name="method">In capitals.</param>
    /// <param name="path">Without its query; whatever stands where the route has a parameter will do.</param>
    public Operation? Find(string method, string path)
    {
        var parts = path.Split('/');
        return byMethod[method].Where(operation => Fits(operation.Path.Split('/'), parts)).MinBy(operation => operation.Path.Count('{'));
    }

    /// <summary>Null when it is right, else what is wrong with it.</summary>
    public string? WrongWith(string method, string address)
    {
        var (path, query) = address.Split('?', 2) is [var before, var after] ? (before, after) : (address, "");
        if (Find(method, path) is not { } operation) return $"{method} {path}: there is no such operation";
        var known = operation.Query.Select(parameter => $"{parameter["name"]}").ToHashSet(StringComparer.Ordinal);
        var unknown = query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=')[0]).Where(name => !known.Contains(name));
        return unknown.FirstOrDefault() is { } name ? $"{method} {path}: it has no parameter {name}" : null;
    }

    private static bool Fits(string[] template, string[] parts) =>
        template.Length == parts.Length
            && template.Zip(parts).All(pair => pair.First == pair.Second || (pair.First.StartsWith('{') && pair.Second.Length > 0));
}
