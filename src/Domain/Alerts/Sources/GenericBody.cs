using System.Text.Json;

namespace AiSre.Domain.Alerts.Sources;

/// <summary>
/// The fields of a body that may be anybody's, however its names are spelled; and where it has no title of its own, those of the object inside of it
/// that does.
/// </summary>
internal sealed class GenericBody
{
    // Objects that tools put around what they tell.
    private static readonly string[] Wrappers =
        ["alert", "event", "incident", "problem", "issue", "data", "payload", "check", "monitor", "body", "attributes", "object", "details",
            "detail"];

    private readonly JsonFields top, inner;

    public GenericBody(JsonElement body)
    {
        top = JsonFields.Loose(body);
        inner = GenericTitle.IsIn(top) ? JsonFields.Of(default) : FindInner();
    }

    public JsonFields Top => top;
    public JsonFields Inner => inner;

    /// <summary>The first of these that holds text, at the top before inside.</summary>
    public string? Text(params ReadOnlySpan<string> names) => top.Text(names) ?? inner.Text(names);

    /// <summary>The first of these that holds text, a number or a boolean, at the top before inside.</summary>
    public string? Scalar(params ReadOnlySpan<string> names) => top.Scalar(names) ?? inner.Scalar(names);

    public DateTimeOffset? Time(params ReadOnlySpan<string> names) => top.Time(names) ?? inner.Time(names);

    public JsonElement this[string name] => top.Has(name) ? top[name] : inner[name];

    private JsonFields FindInner()
    {
        foreach (var name in Wrappers)
        {
            if (top[name] is { ValueKind: JsonValueKind.Object } wrapped && JsonFields.Loose(wrapped) is var fields
                && GenericTitle.IsIn(fields)) return fields;
        }
        foreach (var (_, value) in top.All)
        {
            if (value.ValueKind is JsonValueKind.Object && JsonFields.Loose(value) is var fields && GenericTitle.IsIn(fields)) return fields;
        }
        return JsonFields.Of(default);
    }
}
