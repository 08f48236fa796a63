using System.Globalization;
using System.Text.Json;

namespace AiSre.Domain.Alerts.Sources;

/// <summary>Refusals of a whole body, worded alike: which field, what was found, what is allowed.</summary>
internal static class BodyRules
{
    public static JsonElement Object(JsonElement element, string location, string allowed) =>
        element.ValueKind is JsonValueKind.Object ? element : throw Wrong(element, location, allowed);

    /// <summary>The list of alerts, which may be empty but not endless.</summary>
    public static JsonElement Alerts(JsonElement element, string location, string allowed)
    {
        if (element.ValueKind is not JsonValueKind.Array) throw Wrong(element, location, allowed);
        var count = element.GetArrayLength();
        if (count <= SignalLimits.MaxAlerts) return element;
        throw new InvalidDeliveryException(location,
            $"{location} holds {count.ToString(CultureInfo.InvariantCulture)} alerts; at most {SignalLimits.MaxAlerts} are allowed in one body.");
    }

    /// <summary>For a text that is needed: wrong when it is of another kind, missing when it is blank.</summary>
    public static InvalidDeliveryException NoText(JsonElement element, string location, string allowed) =>
        element.ValueKind is JsonValueKind.String ? Missing(location, allowed) : Wrong(element, location, allowed);

    public static InvalidDeliveryException Wrong(JsonElement element, string location, string allowed) =>
        new(location, $"{location} is {JsonText.Kind(element)}; it must be {allowed}.");

    public static InvalidDeliveryException Missing(string location, string allowed) =>
        new(location, $"{location} is missing or empty; it must be {allowed}.");
}
