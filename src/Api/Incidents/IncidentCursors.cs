using System.Globalization;
using AiSre.Grains.Incidents;

namespace AiSre.Api.Incidents;

/// <summary>A page's cursor as text: opaque to callers, and refused when it is not ours.</summary>
internal static class IncidentCursors
{
    public static string? Write(IncidentCursor? cursor) =>
        cursor is { } at ? Invariant($"{at.CreatedAt:x}-{at.RowId:x}") : null;

    public static IncidentCursor? Read(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        return dash > 0
            && long.TryParse(text.AsSpan(0, dash), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var at)
            && long.TryParse(text.AsSpan(dash + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var row)
            ? new IncidentCursor(at, row)
            : null;
    }
}
