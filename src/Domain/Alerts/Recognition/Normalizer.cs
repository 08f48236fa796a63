using System.Text.Json;
using AiSre.Domain.Alerts.Sources;
using AiSre.Domain.Alerts.Sources.Shapes;

namespace AiSre.Domain.Alerts.Recognition;

/// <summary>The one door from a request body to the platform's own words.</summary>
public static class Normalizer
{
    /// <summary>Reads the body as that source writes it.</summary>
    /// <param name="source">One of <see cref="AlertSource.Known"/>.</param>
    /// <param name="body">The parsed JSON, of any kind and content.</param>
    /// <param name="now">The time of receipt; decides alerts that say only when they end.</param>
    /// <param name="header">A header of the request, null when it has none; null altogether where nobody knows the request any more.</param>
    /// <param name="traces">Where to note how each field of the first alert came about; null when nobody asks. Only shapes note it.</param>
    /// <exception cref="InvalidDeliveryException">The body as a whole is none of that source's, or the source is unknown. No other exception leaves
    /// this method.</exception>
    public static Delivery Parse(
        string source, JsonElement body, DateTimeOffset now, Func<string, string?>? header = null, ICollection<ShapeTrace>? traces = null) =>
        source switch
    {
        AlertSource.Alertmanager => Alertmanager.Parse(body, now),
        AlertSource.Prometheus => Prometheus.Parse(body, now),
        AlertSource.Grafana => Grafana.Parse(body, now),
        AlertSource.Datadog => Datadog.Parse(body, now),
        AlertSource.NewRelic => NewRelic.Parse(body, now),
        AlertSource.Opsgenie => Opsgenie.Parse(body, now),
        AlertSource.PagerDuty => PagerDuty.Parse(body, now),
        AlertSource.Webhook => GenericWebhook.Parse(body, now),
        _ when AlertSource.Known.Contains(source) => new ShapedBody(source, KnownShapes.Of(source), source, now, traces).Read(body, header),
        _ => throw new InvalidDeliveryException(
            "source",
            $"The source is not known; allowed are {string.Join(", ", [.. AlertSource.All.Order(StringComparer.Ordinal), .. AlertSource.Tools])}."),
    };

    /// <summary>Whether the body is one that is known of that tool.</summary>
    internal static bool Fits(string tool, JsonElement body, Func<string, string?>? header) =>
        ShapeIndex.Best(KnownShapes.Of(tool), ShapeInput.Of(body, header)) is not null;

    /// <summary>Reads the body of a tool that a workspace has described itself.</summary>
    /// <param name="own">What it says of its tool.</param>
    /// <param name="body">The parsed JSON, of any kind and content.</param>
    /// <param name="now">The time of receipt.</param>
    /// <param name="header">As in <see cref="Parse"/>.</param>
    /// <param name="traces">As in <see cref="Parse"/>.</param>
    /// <exception cref="InvalidDeliveryException">There is nothing in the body to read.</exception>
    public static Delivery ParseOwn(
        OwnSource own, JsonElement body, DateTimeOffset now, Func<string, string?>? header = null, ICollection<ShapeTrace>? traces = null) =>
        new ShapedBody(own.Name, own.Shapes, AlertSource.Custom, now, traces).Read(body, header);
}
