using System.Collections.Immutable;
using System.Globalization;
using AiSre.Domain.Incidents;
using AiSre.Grains.Incidents;

namespace AiSre.Console.Incidents;

/// <summary>
/// Which rows are on a reader's screen. The page carries it in a hidden field and sends it back when it follows what happens, so that rows stay where
/// they are: <c>812~0:4-9-7.3_1:5</c> is row 4 with children 9 and 7, and 3, in the first section, 5 in the second, and 812 was the newest.
/// </summary>
internal static class ScreenRows
{
    public const string Field = "_shown";
    private const int Longest = 12_000;

    public static string Write(BoardPage page) => FormattableString.Invariant($"{page.Newest}~") + string.Join('_', page.Sections.Select(section =>
        FormattableString.Invariant($"{(int)section.Section}:")
        + string.Join('.', section.Rows.Select(row => string.Join('-', row.Children.Select(child => child.RowId).Prepend(row.RowId))))));

    /// <summary>Null for what this program has not written.</summary>
    public static (long Newest, ImmutableArray<ShownSection> Sections)? Read(string? text)
    {
        if (text is null or { Length: > Longest } || text.Split('~') is not [var newest, var rest] || Number(newest) is not { } seen) return null;
        var sections = ImmutableArray.CreateBuilder<ShownSection>();
        foreach (var section in rest.Split('_', StringSplitOptions.RemoveEmptyEntries))
        {
            if (section.Split(':') is not [var name, var rows] || Number(name) is not ({ } number and <= (int)Standing.Over)) return null;
            var shown = ImmutableArray.CreateBuilder<ShownRow>();
            foreach (var row in rows.Split('.', StringSplitOptions.RemoveEmptyEntries))
            {
                var ids = row.Split('-').Select(Number).ToList();
                if (ids.Contains(null)) return null;
                shown.Add(new(ids[0]!.Value, [.. ids.Skip(1).Select(id => id!.Value)]));
            }
            sections.Add(new((Standing)number, shown.ToImmutable()));
        }
        return (seen, sections.ToImmutable());
    }

    /// <summary>As the address of a section's next rows has it.</summary>
    public static string Write(BoardCursor cursor) =>
        FormattableString.Invariant($"{(int)cursor.Section}.{cursor.Severity}.{cursor.CreatedAt}.{cursor.RowId}");

    /// <summary>Null for what this program has not written.</summary>
    public static BoardCursor? ReadCursor(string? text) =>
        text?.Split('.').Select(Number).ToList() is [{ } section and <= (int)Standing.Over, { } severity, { } createdAt, { } rowId]
            ? new((Standing)section, (int)severity, createdAt, rowId)
            : null;

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
