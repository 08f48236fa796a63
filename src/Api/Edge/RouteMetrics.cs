using Prometheus;

namespace AiSre.Api.Edge;

/// <summary>Requests by route template, never by address: the number of series is the number of routes.</summary>
internal sealed class RouteMetrics
{
    private static readonly Counter Requests = Metrics.CreateCounter(
        "ai_sre_http_requests_total", "HTTP requests by route template and class of status.", "method", "route", "status");

    private static readonly Histogram Durations = Metrics.CreateHistogram(
        "ai_sre_http_request_duration_seconds", "Seconds from routing to the end of the answer, by route template.",
        new HistogramConfiguration
        {
            LabelNames = ["method", "route"],
            Buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
        });

    private static readonly string[] Classes = ["1xx", "2xx", "3xx", "4xx", "5xx"];

    private readonly Counter.Child[] byClass;
    private readonly Histogram.Child? duration;

    /// <param name="method">As the route declares it.</param>
    /// <param name="route">Its template.</param>
    /// <param name="lasts">A stream: how long somebody listened is not how slow it was.</param>
    private RouteMetrics(string method, string route, bool lasts = false)
    {
        Route = route;
        byClass = [.. Classes.Select(status => Requests.WithLabels(method, route, status))];
        duration = lasts ? null : Durations.WithLabels(method, route);
    }

    public string Route { get; }

    /// <summary>Children are made here, once per endpoint, so that counting a request touches no label arrays.</summary>
    public static RouteMetrics For(Endpoint? endpoint)
    {
        if (endpoint is not RouteEndpoint route) return new("other", "unmatched");
        var methods = route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods;
        var lasts = route.Metadata.GetMetadata<NoTimeout>() is not null;
        return new(methods is { Count: > 0 } ? string.Join(',', methods) : "any", route.RoutePattern.RawText ?? "unnamed", lasts);
    }

    public void Observe(int status, TimeSpan elapsed)
    {
        byClass[Math.Clamp(status / 100, 1, 5) - 1].Inc();
        duration?.Observe(elapsed.TotalSeconds);
    }
}
