using System.Collections.Immutable;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Definitions.Clusters;

/// <summary>What a reader asks of the machine that it runs on.</summary>
/// <param name="Environment">Answers for environment variables.</param>
/// <param name="Folder">Where relative paths begin.</param>
/// <param name="Kubeconfig">What is wrong with a file and a context of it, as the end of a sentence; null: nothing.</param>
/// <param name="IsInCluster">The process runs in a pod that has a service account.</param>
public sealed record ClustersSurroundings(
    Func<string, string?> Environment, string Folder, Func<string, string?, string?> Kubeconfig, bool IsInCluster);

/// <summary><c>clusters.yaml</c>, as strictly as all definitions: unknown keys, unset variables and unusable kubeconfigs are problems.</summary>
public sealed class ClustersReader
{
    private const string Top = "clusters";
    private static readonly string[] Keys =
        ["kubeconfig", "context", "in_cluster", "workspaces", "prometheus", "loki", "elastic", "datadog", "mock", "default"];

    private readonly ClustersSurroundings machine;
    private readonly ReadingContext context;

    private ClustersReader(ClustersSurroundings machine) =>
        (this.machine, context) = (machine, new(machine.Environment, AllowedTargets.Any, []));

    /// <returns>Null where something is wrong, and all that is.</returns>
    public static (ClusterDefinitions? Clusters, ImmutableArray<DefinitionProblem> Problems) Read(
        DefinitionDocument file, ClustersSurroundings machine)
    {
        var reader = new ClustersReader(machine);
        var clusters = YamlTree.Parse(file, reader.context.Problems.All) is { } root ? reader.Read(root) : ClusterDefinitions.None;
        return reader.context.Problems.All.Count == 0 ? (clusters, []) : (null, reader.context.Problems.Sorted([file]));
    }

    private ClusterDefinitions Read(YamlNode root)
    {
        if (Fields.Of(root, "The file", context, Top) is not { } top || top.Node(Top) is not { } node) return ClusterDefinitions.None;
        if (node is not YamlMap map)
        {
            context.Wrong(node.Place, $"'{Top}' is {node.Kind}; allowed is a set of clusters by name.");
            return ClusterDefinitions.None;
        }
        var all = new Dictionary<string, ClusterDefinition>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in map.Entries)
        {
            if (!context.IsName(name, "cluster") || Fields.Of(value, $"The cluster '{name.Value}'", context, Keys) is not { } fields) continue;
            var cluster = Cluster(name.Value, fields);
            if (cluster.IsDefault is true && all.Values.FirstOrDefault(other => other.IsDefault is true && Meet(other, cluster)) is { } standard)
                fields.Wrong("default", $"'{standard.Name}' is the default already; one cluster can be.");
            if (!all.TryAdd(name.Value, cluster))
                context.Wrong(name.Place, $"There are two clusters '{name.Value}'; case does not tell them apart.");
        }
        return new([.. all.Values]);
    }

    /// <summary>Some workspace has both.</summary>
    private static bool Meet(ClusterDefinition one, ClusterDefinition other) => one.Shares.All.Any(share => other.Shares.Has(share.Workspace));

    private ClusterDefinition Cluster(string name, Fields fields)
    {
        var path = Setting(fields, "kubeconfig") is { } given ? Path.GetFullPath(given, machine.Folder) : null;
        var (chosen, isInCluster) = (fields.Text("context"), fields.Flag("in_cluster") ?? false);
        if (path is not null && isInCluster) fields.Wrong("in_cluster", "A cluster has a kubeconfig or is the one that this runs in, not both.");
        else if (isInCluster && !machine.IsInCluster)
            fields.Wrong("in_cluster", "This process does not run in a pod with a service account; name a kubeconfig.");
        if (chosen is not null && path is null) fields.Wrong("context", "A context is one of a kubeconfig, and none is named.");
        if (path is not null && machine.Kubeconfig(path, chosen) is { } problem) fields.Wrong("kubeconfig", $"{path} cannot be used: {problem}.");
        return new()
        {
            Name = name,
            Kubeconfig = path,
            Context = chosen,
            IsInCluster = isInCluster,
            Shares = SharesReader.Read(fields, context),
            IsDefault = fields.Flag("default"),
            Prometheus = Source(fields, "prometheus"),
            Loki = Source(fields, "loki", "tenant"),
            Elastic = Source(fields, "elastic", "index"),
            Datadog = Datadog(fields),
            Mock = Setting(fields, "mock") is { } file ? Path.GetFullPath(file, machine.Folder) : null,
        };
    }

    private TelemetrySource? Source(Fields cluster, string key, params ReadOnlySpan<string> own)
    {
        if (cluster.Node(key) is not { } node) return null;
        if (Fields.Of(node, $"'{key}'", context, ["url", "username", "password", "token", .. own]) is not { } fields) return null;
        fields.Need("url", "http://prometheus.monitoring:9090");
        if (Setting(fields, "url") is not { } text) return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            fields.Wrong("url", "'url' is no address; allowed are addresses that start with http:// or https://.");
            return null;
        }
        return new(url, Setting(fields, "tenant"), Setting(fields, "index"), Setting(fields, "username"), Setting(fields, "password"),
            Setting(fields, "token"));
    }

    private DatadogSource? Datadog(Fields cluster)
    {
        if (cluster.Node("datadog") is not { } node) return null;
        if (Fields.Of(node, "'datadog'", context, "site", "api_key", "app_key") is not { } fields) return null;
        fields.Need("site", "datadoghq.eu");
        fields.Need("api_key", "${DATADOG_API_KEY}");
        fields.Need("app_key", "${DATADOG_APP_KEY}");
        return (Setting(fields, "site"), Setting(fields, "api_key"), Setting(fields, "app_key")) is ({ } site, { } api, { } app)
            ? new(site, api, app)
            : null;
    }

    /// <summary>A value that may be in an environment variable, which then must be set.</summary>
    private string? Setting(Fields fields, string key)
    {
        if (fields.Scalar(key) is not { } scalar) return null;
        var setting = ChannelSetting.Read(scalar, context);
        if (setting.Variables is { IsDefaultOrEmpty: false } unset)
            context.Wrong(scalar.Place, $"'{key}' refers to {string.Join(" and ", unset)}, which {(unset.Length == 1 ? "is" : "are")} not set.");
        return setting.Value;
    }
}
