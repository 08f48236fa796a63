using AiSre.Api.Description;
using AiSre.Api.Security;
using Prometheus;

namespace AiSre.Api.Platform;

internal static class MetricsEndpoints
{
    private const string TextFormat = "text/plain; version=0.0.4; charset=utf-8";

    private static readonly Lazy<bool> Tamed = new(static () =>
    {
        // The bridge from .NET meters would publish whatever labels libraries choose, and switch on their per-request measuring.
        Metrics.SuppressDefaultMetrics(
            new SuppressDefaultMetricOptions { SuppressMeters = true, SuppressEventCounters = true, SuppressDebugMetrics = true });
        // Shown by another format than ours, and looked for with every count.
        Metrics.DefaultFactory.ExemplarBehavior = ExemplarBehavior.NoExemplars();
        return true;
    });

    /// <summary>Must come before the first metric is collected; later it would have no effect.</summary>
    public static void TameDefaults() => _ = Tamed.Value;

    public static void MapMetrics(this IEndpointRouteBuilder endpoints)
    {
        _ = endpoints.ServiceProvider.GetRequiredService<OrleansMetrics>();
        endpoints.MapGet("/metrics", Write).WithTags("System").OpenToAll()
            .Describe("getMetrics", "Metrics in the text format of Prometheus")
            .AnswersText("text/plain", "ai_sre_open_incidents{severity=\"critical\"} 1\n");
    }

    private static async Task Write(HttpContext context, CancellationToken cancellation)
    {
        // Collected into memory first, so that a failing collector is a 500 and not half an exposition.
        using var text = new MemoryStream();
        await Metrics.DefaultRegistry.CollectAndExportAsTextAsync(text, cancellation);
        context.Response.ContentType = TextFormat;
        context.Response.ContentLength = text.Length;
        text.Position = 0;
        await text.CopyToAsync(context.Response.Body, cancellation);
    }
}
