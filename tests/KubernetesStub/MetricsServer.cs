using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AiSre.KubernetesStub;

/// <summary>A series as a Prometheus has it; its values stand at equal distances over the time that is asked for.</summary>
public sealed record ServedSeries(IReadOnlyDictionary<string, string> Labels, IReadOnlyList<double> Values);

/// <summary>
/// Answers <c>query_range</c> as a Prometheus does, on a free loopback port. What it understands of a query is up to whoever uses it.
/// </summary>
public sealed class MetricsServer : IAsyncDisposable
{
    private readonly WebApplication server;

    private MetricsServer(WebApplication server) => this.server = server;

    public Uri Address => new(server.Urls.First());

    /// <param name="answer">Of a query; null: it is refused.</param>
    /// <param name="token">That everybody must bring; null: none.</param>
    public static async Task<MetricsServer> StartAsync(Func<string, IEnumerable<ServedSeries>?> answer, string? token = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        server.MapGet("/api/v1/query_range", (HttpContext http, string query, double start, double end) =>
            token is not null && http.Request.Headers.Authorization != $"Bearer {token}" ? Results.Unauthorized()
            : answer(query) is { } series ? Results.Text(Written(series, start, end).ToJsonString(), "application/json")
            : Results.Text("""{"status":"error","errorType":"bad_data","error":"parse error"}""", "application/json", statusCode: 400));
        await server.StartAsync();
        return new(server);
    }

    public async ValueTask DisposeAsync() => await server.DisposeAsync();

    private static JsonObject Written(IEnumerable<ServedSeries> series, double start, double end) => new()
    {
        ["status"] = "success",
        ["data"] = new JsonObject
        {
            ["resultType"] = "matrix",
            ["result"] = new JsonArray([.. series.Select(one => new JsonObject
            {
                ["metric"] = new JsonObject(one.Labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value))),
                ["values"] = new JsonArray([.. one.Values.Select((value, at) => new JsonArray(
                    Math.Round(start + ((end - start) * at / Math.Max(1, one.Values.Count - 1))), value.ToString(CultureInfo.InvariantCulture)))]),
            })]),
        },
    };
}
