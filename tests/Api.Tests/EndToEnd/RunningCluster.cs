using AiSre.Api.Cluster;
using AiSre.Api.Tests.Edge;
using AiSre.TestHost;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace AiSre.Api.Tests.EndToEnd;

/// <summary>
/// A cluster that runs already and that the end-to-end tests ask instead of an embedded host: <c>AI_SRE_TEST_CLUSTER</c>, the addresses of its
/// APIs with commas between them, and <c>AI_SRE_TEST_CLUSTER_REDIS</c>, its Redis. Its APIs must have the keys of <see cref="EdgeHost.Keys"/>.
/// </summary>
internal static class RunningCluster
{
    private static readonly Lazy<Task<WebApplication>> Client = new(() => StartApiAsync(EdgeHost.Keys, []));

    public static bool IsSet => Addresses.Count > 0;

    public static IReadOnlyList<Uri> Addresses { get; } =
        [.. (Environment.GetEnvironmentVariable("AI_SRE_TEST_CLUSTER") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(address => new Uri(address))];

    /// <summary>A client of its own, for what no request can do.</summary>
    public static Task<WebApplication> ClientAsync() => Client.Value;

    /// <summary>One more API before the cluster's silos, in this process and with other settings than the cluster's own.</summary>
    public static async Task<WebApplication> StartApiAsync(string keys, (string Name, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.Configuration.AddInMemoryCollection(NoRateLimits.Configuration);
        builder.Configuration.AddInMemoryCollection(
        [
            new("AI_SRE_API_KEYS", keys), new("AI_SRE_REDIS", Environment.GetEnvironmentVariable("AI_SRE_TEST_CLUSTER_REDIS")),
            .. settings.Select(setting => new KeyValuePair<string, string?>(setting.Name, setting.Value)),
        ]);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddClusterClient();
        builder.AddAiSreApi();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapAiSreApi();
        app.UseMiddleware<ClusterGate>();
        await app.StartAsync();
        return app;
    }
}
