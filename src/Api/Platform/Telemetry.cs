using System.Diagnostics;
using System.Reflection;
using AiSre.Api.Settings;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace AiSre.Api.Platform;

/// <summary>
/// Traces over OTLP, for every host. Without <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> nothing is registered. Protocol, headers and sampler come from the
/// other standard settings (<c>OTEL_EXPORTER_OTLP_PROTOCOL</c>, <c>OTEL_EXPORTER_OTLP_HEADERS</c>, <c>OTEL_TRACES_SAMPLER</c>).
/// </summary>
public static class Telemetry
{
    /// <summary>Spans of our own; whoever makes some names its source so.</summary>
    public const string SourceName = "AiSre";

    private static readonly string[] Sources = [SourceName, "Microsoft.Orleans.Runtime", "Microsoft.Orleans.Application", "Npgsql"];

    /// <summary>Ask before <c>AddActivityPropagation</c> on the silo's or the client's builder: it costs something for each grain call.</summary>
    public static bool IsOn(IConfiguration configuration) => AiSreSettings.OtlpEndpoint.Read(configuration) is not null;

    /// <param name="builder">The host.</param>
    /// <param name="service"><c>service.name</c>, unless <c>OTEL_SERVICE_NAME</c> says otherwise: <c>ai-sre-silo</c> or <c>ai-sre-api</c>.</param>
    public static WebApplicationBuilder AddAiSreTelemetry(this WebApplicationBuilder builder, string service)
    {
        if (!IsOn(builder.Configuration)) return builder;
        var name = AiSreSettings.OtelServiceName.Read(builder.Configuration) ?? service;
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(name, serviceVersion: Version,
            serviceInstanceId: $"{Environment.MachineName}-{Environment.ProcessId}"))
            .WithTracing(tracing => tracing
                .AddAspNetCoreInstrumentation(static options => options.Filter = IsWorthATrace)
                .AddSource(Sources)
                .AddProcessor(new WithoutQuery())
                .AddOtlpExporter());
        return builder;
    }

    internal static string Version { get; } =
        typeof(Telemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    /// <summary>Not what a probe or a scraper asks every few seconds, and not a stream, which lasts for hours.</summary>
    private static bool IsWorthATrace(HttpContext context) =>
        !context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal)
            && !context.Request.Path.StartsWithSegments("/metrics", StringComparison.Ordinal)
        && !context.Request.Path.StartsWithSegments("/events", StringComparison.Ordinal);

    /// <summary>
    /// The instrumentation blanks the values of a query and keeps its names, and a key pasted without a name is then in the span. The route says
    /// enough.
    /// </summary>
    private sealed class WithoutQuery : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data) => data.SetTag("url.query", null);
    }
}
