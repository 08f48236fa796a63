using System.Collections.Immutable;
using System.Text.Json;
using AiSre.Domain.Alerts.Sources;
using AiSre.Domain.Alerts.Sources.Shapes;

namespace AiSre.Domain.Alerts.Recognition;

/// <summary>A body that is read by the shapes of its tool, and what another tool has put inside of it.</summary>
/// <param name="source">The tool, as people name it.</param>
/// <param name="shapes">How it writes.</param>
/// <param name="identityOf">Whose identities the alerts carry: the tool itself, or <see cref="AlertSource.Custom"/>.</param>
/// <param name="now">The time of receipt.</param>
/// <param name="traces">Where to note how each field came about; null when nobody asks.</param>
/// <param name="depth">How many bodies are around this one.</param>
internal sealed class ShapedBody(
    string source, ImmutableArray<SourceShape> shapes, string identityOf, DateTimeOffset now, ICollection<ShapeTrace>? traces, int depth = 0)
{
    private const int Deepest = 3;

    public Delivery Read(JsonElement body, Func<string, string?>? header)
    {
        BodyRules.Object(body, "body", $"an object, as {source} sends it");
        var input = ShapeInput.Of(body, header);
        if (ShapeIndex.Best(shapes, input) is not { } shape) return Unshaped(body);
        if (shape.Inside is null) return Own(shape, input);
        return Inside(shape, input) is { } inner ? inner : Own(shape, input);
    }

    private Delivery Own(SourceShape shape, ShapeInput input) =>
        new() { Signals = [.. ShapeAlerts.Read(shape, input, now, identityOf, traces).Select(Named)] };

    /// <summary>Equal identities of two tools that a workspace has described are two alerts.</summary>
    private AlertSignal Named(AlertSignal signal) => identityOf != AlertSource.Custom ? signal : signal with
    {
        Account = signal.Account is { } account ? $"{source}|{account}" : source,
    };

    /// <summary>Half of the tools let their users write the body: what none of the shapes fits is read as anybody's.</summary>
    private Delivery Unshaped(JsonElement body)
    {
        var delivery = GenericWebhook.Parse(body, now);
        return delivery with
        {
            Signals = [.. delivery.Signals.Select(signal => signal with
            {
                ReportedSource = source,
                Warnings = signal.Warnings.Add($"The body is none that is known of {source}; it was read as a plain webhook's."),
            })],
        };
    }

    private Delivery? Inside(SourceShape shape, ShapeInput input)
    {
        if (depth >= Deepest || shape.Ignore.Any(condition => condition.Holds(input))) return null;
        var inner = shape.Inside!.First(input);
        if (inner.ValueKind is JsonValueKind.String && !TryParse(JsonText.Text(inner)!, out inner)) return null;
        if (inner.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array)) return null;
        try
        {
            return SourceDetection.Detect(inner) is { } tool ? Recognised(tool, inner) : Completed(shape, input, GenericWebhook.Parse(inner, now));
        }
        catch (InvalidDeliveryException)
        {
            return null;
        }
    }

    private Delivery Recognised(string tool, JsonElement body) => KnownShapes.Of(tool) is { IsEmpty: false } known
        ? new ShapedBody(tool, known, tool, now, traces, depth + 1).Read(body, null)
        : Normalizer.Parse(tool, body, now);

    /// <summary>What a plain body does not say, the one around it does.</summary>
    private Delivery Completed(SourceShape shape, ShapeInput input, Delivery inner)
    {
        if (inner.Signals is not [var plain]) return inner;
        var around = Named(ShapeAlerts.Read(shape with { Each = null }, input, now, identityOf, traces)[0]);
        return inner with
        {
            Signals =
            [
                plain with
                {
                    Source = identityOf,
                    ReportedSource = plain.ReportedSource == AlertSource.Webhook ? around.ReportedSource : plain.ReportedSource,
                    Identity = plain.Identity ?? around.Identity,
                    Fingerprint = plain.Fingerprint ?? around.Fingerprint,
                    Account = around.Account,
                    Kind = plain.EventType is null ? around.Kind : plain.Kind,
                    EventType = plain.EventType ?? around.EventType,
                    Severity = plain.Severity ?? around.Severity,
                    // The best text of an object that nobody knows is still no title beside one that says what it is.
                    Title = plain.Title.Length == 0 || (plain.Unrecognised && around.Title.Length > 0) ? around.Title : plain.Title,
                    Unrecognised = false,
                    IdentityIsSure = plain.IdentityIsSure || (plain.Identity is null && around.IdentityIsSure),
                    OccurredAt = plain.OccurredAt ?? around.OccurredAt,
                    Warnings = plain.Warnings.AddRange(around.Warnings),
                },
            ],
        };
    }

    private static bool TryParse(string text, out JsonElement parsed)
    {
        parsed = default;
        if (text.AsSpan().TrimStart() is not ['{' or '[', ..]) return false;
        try
        {
            parsed = JsonElement.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
