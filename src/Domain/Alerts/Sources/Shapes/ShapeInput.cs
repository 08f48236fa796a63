using System.Text.Json;

namespace AiSre.Domain.Alerts.Sources.Shapes;

/// <summary>What the paths of a shape look into.</summary>
/// <param name="Body">The whole body: paths that begin with <c>$</c>.</param>
/// <param name="Item">One alert of it: paths that begin with <c>@</c>. The body itself where a shape has no <c>each</c>.</param>
/// <param name="Header">A header of the request by its name, null when it has none; null altogether where nobody knows the request any more.</param>
public readonly record struct ShapeInput(JsonElement Body, JsonElement Item, Func<string, string?>? Header)
{
    public static ShapeInput Of(JsonElement body, Func<string, string?>? header) => new(body, body, header);
}
