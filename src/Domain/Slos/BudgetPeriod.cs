namespace AiSre.Domain.Slos;

/// <summary>The window of a budget at one time.</summary>
/// <param name="From">Included.</param>
/// <param name="Until">Not included: of a period of the calendar its end, of a rolling window the time itself.</param>
public readonly record struct BudgetPeriod(DateTimeOffset From, DateTimeOffset Until)
{
    /// <summary>Of the whole period, as the calendar of its zone has it: a week with a change of clocks has an hour less or more.</summary>
    public double Minutes => (Until - From).TotalMinutes;

    /// <summary>From where on something could be known of it.</summary>
    public DateTimeOffset KnownFrom(DateTimeOffset? dataStart, DateTimeOffset now) =>
        dataStart is not { } known || known <= From ? From : known < now ? known : now;

    /// <summary>Minutes of it that have gone by, and in which something could be known.</summary>
    public double Age(DateTimeOffset? dataStart, DateTimeOffset now) => Math.Clamp((now - KnownFrom(dataStart, now)).TotalMinutes, 0, Minutes);
}
