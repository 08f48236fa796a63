using System.Collections.Immutable;
using AiSre.Domain.Definitions.Actions;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Definitions.Clusters;

/// <summary><c>workspaces</c> of a cluster: each with the namespaces that it has there, the first that matches first.</summary>
internal static class SharesReader
{
    private const string Key = "workspaces", Example = "{acme: [\"acme-*\"], default: [\"*\"]}";

    public static ClusterShares Read(Fields cluster, ReadingContext context)
    {
        if (cluster.Node(Key) is not { } node) return ClusterShares.Unshared;
        if (node is not YamlMap { Entries: { IsEmpty: false } entries })
        {
            context.Wrong(node.Place, $"'{Key}' says whose the namespaces are: a set of workspaces, such as {Example}.");
            return ClusterShares.Unshared;
        }
        var shares = ImmutableArray.CreateBuilder<WorkspaceShare>();
        foreach (var (workspace, namespaces) in entries)
        {
            if (!IsWorkspace(workspace.Value))
                context.Wrong(
                    workspace.Place, $"'{Spelling.Shown(workspace.Value)}' is no workspace; allowed are 1 to 64 letters, digits, '-' and '_'.");
            shares.Add(new(workspace.Value, Globs(workspace.Value, namespaces, context)));
        }
        return new(shares.ToImmutable());
    }

    private static ImmutableArray<string> Globs(string workspace, YamlNode node, ReadingContext context)
    {
        if (node is not YamlList { Items: { IsEmpty: false } items })
        {
            context.Wrong(node.Place, $"The workspace '{Spelling.Shown(workspace)}' has a list of namespaces, such as [\"{workspace}-*\"].");
            return [];
        }
        foreach (var item in items)
        {
            if (item is YamlScalar scalar) NamespaceGlob.IsGlob(scalar, context);
            else context.Wrong(item.Place, $"A namespace is a single value; this is {item.Kind}.");
        }
        return [.. items.OfType<YamlScalar>().Select(item => item.Value)];
    }

    private static bool IsWorkspace(string name) =>
        name.Length is > 0 and <= 64 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');
}
