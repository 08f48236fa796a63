using System.Collections.Immutable;

namespace AiSre.Console.OnCall;

/// <summary>One week of a calendar.</summary>
public sealed record Week(string Name, ImmutableArray<WeekDay> Days, ImmutableArray<WeekRow> Rows);

public sealed record WeekDay(string Text, bool IsToday);

/// <param name="Name">Of the layer, or what the row counts.</param>
/// <param name="Counts">It says who is on call in the end.</param>
/// <param name="Cells">Together as long as the week.</param>
public sealed record WeekRow(string Name, bool Counts, ImmutableArray<WeekCell> Cells);

/// <param name="Hours">How long.</param>
/// <param name="Who">Null: empty.</param>
/// <param name="Look">mine, over, crit or nothing.</param>
/// <param name="Title">Who, from when to when, and why.</param>
public sealed record WeekCell(int Hours, string? Who, string? Look, string Title)
{
    /// <summary>What there is room for; readers of the table get all of it.</summary>
    public string? Brief => Who is null || Hours >= 20 ? null : Hours < 4 ? "" : Who[..1];
}
