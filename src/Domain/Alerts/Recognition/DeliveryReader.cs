using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AiSre.Domain.Alerts.Sources.Shapes;

namespace AiSre.Domain.Alerts.Recognition;

/// <summary>Reads a body as what its sender says that it is, unless it is unmistakably something else: then the body decides.</summary>
public static class DeliveryReader
{
    /// <summary>Reads the body. What the incident and the sender must hear of how that went is among the warnings.</summary>
    /// <param name="named">One of <see cref="AlertSource.Known"/>, or the name of <paramref name="own"/>; null when the sender named none.</param>
    /// <param name="body">The parsed JSON, of any kind and content.</param>
    /// <param name="now">The time of receipt.</param>
    /// <param name="header">A header of the request, null when it has none; null altogether where nobody knows the request any more.</param>
    /// <param name="own">The tool of that name that the workspace has described; null when it is none of its own.</param>
    public static ReadDelivery Read(
        string? named, JsonElement body, DateTimeOffset now, Func<string, string?>? header = null, OwnSource? own = null)
    {
        if (own is not null) return ReadOwn(named!, own, body, now, header);
        if (named is null or AlertSource.Webhook)
        {
            // Whatever says nothing of itself is a webhook's, so only here must the body be asked first.
            var source = SourceDetection.Detect(body, header) ?? AlertSource.Webhook;
            return named is null || source == named
                ? Read(source, body, now, header, refusal: null)
                : ReadOther(named, source, body, now, header, refusal: null);
        }
        if (!AlertSource.All.Contains(named))
        {
            // A tool's body may be its user's own, so what none of its shapes fits is refused by none of them; another tool's is still that one's.
            return !Normalizer.Fits(named, body, header) && SourceDetection.Detect(body, header) is { } another && another != named
                ? ReadOther(named, another, body, now, header, refusal: null)
                : Read(named, body, now, header, refusal: null);
        }
        var read = Read(named, body, now, header, refusal: null);
        if (read.Refusal is not { } refusal || SourceDetection.Detect(body, header) == named) return read;
        return SourceDetection.Detect(body, header) is { } other
            ? ReadOther(named, other, body, now, header, refusal)
            // PagerDuty and Prometheus have doors of their own, at which nobody else knocks.
            : named is AlertSource.PagerDuty or AlertSource.Prometheus ? read : ReadOther(named, AlertSource.Webhook, body, now, header, refusal);
    }

    private static ReadDelivery ReadOwn(string named, OwnSource own, JsonElement body, DateTimeOffset now, Func<string, string?>? header)
    {
        try
        {
            return Told(new(named, Normalizer.ParseOwn(own, body, now, header), null) { Own = own });
        }
        catch (InvalidDeliveryException exception)
        {
            return new(named, null, exception);
        }
    }

    private static ReadDelivery ReadOther(
        string named, string source, JsonElement body, DateTimeOffset now, Func<string, string?>? header, InvalidDeliveryException? refusal)
    {
        var read = Read(source, body, now, header, refusal);
        if (read.Delivery is not { } delivery) return read;
        var warning = $"It was sent as {named}'s and was read as {source}'s, because the body is no {named}'s.";
        return read with
        {
            Delivery = delivery with { Signals = [.. delivery.Signals.Select(signal => signal with { Warnings = [.. signal.Warnings, warning] })] },
            Warnings = read.Warnings.Add(warning),
        };
    }

    /// <param name="source">The reader to use.</param>
    /// <param name="body">The parsed JSON.</param>
    /// <param name="now">The time of receipt.</param>
    /// <param name="header">A header of the request.</param>
    /// <param name="refusal">What the sender hears when this reader refuses too: why it is not what it was sent as.</param>
    private static ReadDelivery Read(
        string source, JsonElement body, DateTimeOffset now, Func<string, string?>? header, InvalidDeliveryException? refusal)
    {
        try
        {
            var several = source is AlertSource.Webhook && body.ValueKind is JsonValueKind.Array;
            return Told(new(source, several ? Several(body, now) : Normalizer.Parse(source, body, now, header), null));
        }
        catch (InvalidDeliveryException exception)
        {
            return new(source, null, refusal ?? exception);
        }
    }

    /// <summary>What no incident will say, because nothing becomes of it: that a subscription waits for somebody to confirm it.</summary>
    private static ReadDelivery Told(ReadDelivery read) =>
        read.Delivery is { Signals: [{ Kind: SignalKind.Ignored, Warnings: { IsEmpty: false } told }] } ? read with { Warnings = told } : read;

    /// <summary>An array of objects is several alerts, each read by itself.</summary>
    private static Delivery Several(JsonElement bodies, DateTimeOffset now)
    {
        if (bodies.GetArrayLength() == 0) throw new InvalidDeliveryException("body", "body is an empty array; it must be an object or hold objects.");
        var signals = ImmutableArray.CreateBuilder<AlertSignal>();
        var rejected = ImmutableArray.CreateBuilder<RejectedAlert>();
        var index = -1;
        foreach (var body in bodies.EnumerateArray())
        {
            index++;
            try
            {
                var source = SourceDetection.Detect(body) ?? AlertSource.Webhook;
                // An array in an array is nobody's.
                var delivery = Normalizer.Parse(body.ValueKind is JsonValueKind.Array ? AlertSource.Webhook : source, body, now);
                signals.AddRange(delivery.Signals);
                rejected.AddRange(delivery.Rejected.Select(alert => alert with { Index = index, Location = At(index, alert.Location) }));
            }
            catch (InvalidDeliveryException exception)
            {
                rejected.Add(new(index, At(index, exception.Location), exception.Message));
            }
        }
        return new() { Signals = signals.DrainToImmutable(), Rejected = rejected.DrainToImmutable() };
    }

    private static string At(int index, string location) => $"[{index.ToString(CultureInfo.InvariantCulture)}].{location}";
}

/// <summary>What came of reading a body.</summary>
/// <param name="Source">Whose it was read as.</param>
/// <param name="Delivery">Null when it was refused.</param>
/// <param name="Refusal">Why.</param>
public readonly record struct ReadDelivery(string Source, Delivery? Delivery, InvalidDeliveryException? Refusal)
{
    /// <summary>The tool of the workspace's own that it was read as; null when it is none.</summary>
    public OwnSource? Own { get; init; }

    /// <summary>For the sender; the incidents that it opens say them too.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];
}
