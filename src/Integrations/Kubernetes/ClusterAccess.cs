using k8s;

namespace AiSre.Integrations.Kubernetes;

/// <summary>How one cluster is reached.</summary>
/// <param name="Name">What alerts and people call it.</param>
/// <param name="Kubeconfig">A file that exists; null: the service account of the pod that this process runs in.</param>
/// <param name="Context">Of the kubeconfig; null: its current one.</param>
public sealed record ClusterAccess(string Name, string? Kubeconfig, string? Context)
{
    /// <summary>The process runs in a pod that has a service account.</summary>
    public static bool IsInCluster => KubernetesClientConfiguration.IsInCluster();

    /// <summary>Read anew for each client, because tokens and certificates are exchanged in files.</summary>
    internal KubernetesClientConfiguration Read()
    {
        var configuration = Kubeconfig is null
            ? KubernetesClientConfiguration.InClusterConfig()
            : KubernetesClientConfiguration.BuildConfigFromConfigFile(Kubeconfig, Context);
        // Without an authority of its own the machine's count.
        configuration.SslCaCerts ??= [];
        configuration.UserAgent = "ai-sre";
        return configuration;
    }

    /// <summary>What is wrong with a kubeconfig, as the end of a sentence; null: nothing. Runs nothing that it names.</summary>
    public static string? Problem(string path, string? context)
    {
        if (!File.Exists(path)) return "there is no such file";
        try
        {
            var content = KubernetesClientConfiguration.LoadKubeConfig(path);
            if ((context ?? content.CurrentContext) is not { Length: > 0 } name) return "it has no current-context, so a context must be named";
            if (content.Contexts?.FirstOrDefault(one => one.Name == name) is not { } chosen) return $"it has no context '{name}'";
            return content.Clusters?.Any(cluster => cluster.Name == chosen.ContextDetails?.Cluster) is true
                ? null
                : $"its context '{name}' names a cluster that it does not have";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or YamlDotNet.Core.YamlException
            or k8s.Exceptions.KubeConfigException)
        {
            return $"it cannot be read: {OneLine.Of(exception.Message)}";
        }
    }
}
