using System.Collections.Immutable;
using AiSre.Api.Settings;
using AiSre.Domain.Definitions.Clusters;
using AiSre.Domain.Definitions.Yaml;
using AiSre.Integrations.Kubernetes;
using AiSre.Silo.Definitions;

namespace AiSre.Silo;

/// <summary>
/// The clusters: <c>clusters.yaml</c> in <c>AI_SRE_CONFIG_DIR</c>, or without it <c>AI_SRE_KUBECONFIG</c> or the service account of the pod, as the
/// one cluster <c>default</c>. Never <c>~/.kube/config</c> by itself: whoever tries the product must not meet the cluster that he last worked on.
/// </summary>
internal static class ClustersFile
{
    public const string Name = "clusters.yaml";
    private const string Only = "default";

    public static ClusterDefinitions Read(IConfiguration configuration)
    {
        var directory = DefinitionsFolder.PathOf(configuration);
        var (clusters, problems) = Read(directory, name => configuration[name.Replace("__", ":", StringComparison.Ordinal)]);
        if (clusters is null)
        {
            throw new SettingException(
                $"The clusters in {Path.Combine(directory, Name)} are wrong:{Environment.NewLine}{string.Join(Environment.NewLine, problems)}");
        }
        var (path, context) = AiSreSettings.Kubeconfig.Read(configuration) is { } kubeconfig ? Split(kubeconfig) : (null, null);
        var telemetry = TelemetrySettings.Read(configuration);
        if (clusters.All.Length > 0)
        {
            telemetry.RefuseBeside(Path.Combine(directory, Name));
            return path is null
                ? clusters
                : throw AiSreSettings.Kubeconfig.Refusal($"is set, and {Path.Combine(directory, Name)} names clusters", "one of the two");
        }
        if (path is not null)
        {
            var full = Path.GetFullPath(path);
            return ClusterAccess.Problem(full, context) is { } problem
                ? throw AiSreSettings.Kubeconfig.Refusal($"is '{path}', and {problem}")
                : new([telemetry.Of(new() { Name = Only, Kubeconfig = full, Context = context })]);
        }
        return ClusterAccess.IsInCluster ? new([telemetry.Of(new() { Name = Only, IsInCluster = true })]) : ClusterDefinitions.None;
    }

    /// <summary>Without the file there are none, and nothing is wrong.</summary>
    public static (ClusterDefinitions? Clusters, ImmutableArray<DefinitionProblem> Problems) Read(string directory, Func<string, string?> environment)
    {
        var path = Path.Combine(directory, Name);
        if (!File.Exists(path)) return (ClusterDefinitions.None, []);
        var text = File.ReadAllText(path);
        return ClustersReader.Read(new(Name, text),
            new(environment, Path.GetFullPath(directory), ClusterAccess.Problem, ClusterAccess.IsInCluster));
    }

    public static IServiceCollection AddClusters(this IServiceCollection services, ClusterDefinitions clusters) => services.AddSingleton(clusters)
        .AddClusters([.. clusters.All.Where(cluster => cluster.Kubeconfig is not null || cluster.IsInCluster)
            .Select(cluster => new ClusterAccess(cluster.Name, cluster.Kubeconfig, cluster.Context))], clusters);

    private static (string Path, string? Context) Split(string kubeconfig) =>
        kubeconfig.LastIndexOf('#') is var at and > 0 ? (kubeconfig[..at], kubeconfig[(at + 1)..]) : (kubeconfig, null);
}
