using System.Collections.Immutable;

namespace AiSre.Domain.Silences;

/// <summary>A window that comes again by the calendar of its zone. One that ends on the next day belongs to the day on which it starts.</summary>
[GenerateSerializer, Immutable, Alias("aisre.silence-schedule")]
public sealed record SilenceSchedule
{
    /// <summary>The days on which it starts; empty: every day.</summary>
    [Id(0)] public ImmutableArray<DayOfWeek> Days { get; init; } = [];

    /// <summary>Local time of day, included, in minutes since midnight.</summary>
    [Id(1)] public required int FromMinute { get; init; }

    /// <summary>
    /// Local time of day, not included, in minutes since midnight. Before <see cref="FromMinute"/> it ends on the next day; equal to it, it lasts all
    /// day.
    /// </summary>
    [Id(2)] public required int ToMinute { get; init; }

    /// <summary>IANA name.</summary>
    [Id(3)] public required string TimeZone { get; init; }

    /// <summary>The first local date on which a window may start; null: no first.</summary>
    [Id(4)] public DateOnly? StartsOn { get; init; }

    /// <summary>The last local date on which a window may start; null: no last.</summary>
    [Id(5)] public DateOnly? EndsOn { get; init; }
}
