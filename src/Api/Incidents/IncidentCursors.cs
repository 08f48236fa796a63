using System.Globalization;
using AiSre.Grains.Incidents;

namespace AiSre.Api.Incidents;

/// <summary>A page's cursor as text: opaque to callers, and refused when it is not ours, or of a list that was sorted by something else.</summary>
internal static class IncidentCursors
{
    public static string? Write(IncidentCursor? cursor, IncidentSort sort) => cursor is not { } at ? null
        : sort is IncidentSort.Created ? Invariant($"{at.CreatedAt:x}-{at.RowId:x}")
        : Invariant($"{LetterOf(sort)}{at.Key:x}-{at.CreatedAt:x}-{at.RowId:x}");

    public static IncidentCursor? Read(string text, IncidentSort sort)
    {
        var parts = text.Split('-');
        if (sort is IncidentSort.Created) return parts is [var at, var row] ? Of("0", at, row) : null;
        return parts is [{ Length: > 1 } key, var then, var number] && key[0] == LetterOf(sort) ? Of(key[1..], then, number) : null;
    }

    private static char LetterOf(IncidentSort sort) => sort is IncidentSort.Severity ? 's' : 'u';

    private static IncidentCursor? Of(string key, string at, string row) =>
        Number(key) is { } sorted && Number(at) is { } created && Number(row) is { } number ? new IncidentCursor(created, number, sorted) : null;

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : null;
}
