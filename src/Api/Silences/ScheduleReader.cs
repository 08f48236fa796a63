using System.Collections.Immutable;
using System.Globalization;
using AiSre.Domain.Silences;

namespace AiSre.Api.Silences;

/// <summary>Reads the windows that come again.</summary>
internal static class ScheduleReader
{
    private static readonly string[] DayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    /// <summary>Null when the body has none, or what it has is none.</summary>
    public static SilenceSchedule? Read(SilenceFields fields, JsonElement body)
    {
        if (SilenceFields.Find(body, "schedule", "schedule") is not { } schedule) return null;
        if (schedule.ValueKind is not JsonValueKind.Object)
        {
            fields.Refuse("schedule", "Must be an object with from, to and time_zone.");
            return null;
        }
        return new()
        {
            Days = Days(fields, schedule),
            FromMinute = Minute(fields, schedule, "from"),
            ToMinute = Minute(fields, schedule, "to"),
            TimeZone = fields.Text(schedule, "schedule.time_zone", "time_zone", "timeZone") ?? "",
            StartsOn = Date(fields, schedule, "starts_on", "startsOn"),
            EndsOn = Date(fields, schedule, "ends_on", "endsOn"),
        };
    }

    private static ImmutableArray<DayOfWeek> Days(SilenceFields fields, JsonElement schedule)
    {
        if (SilenceFields.Find(schedule, "days", "days") is not { } list) return [];
        var days = list.ValueKind is JsonValueKind.Array ? list.EnumerateArray().Take(8).Select(Day).ToList() : [-1];
        if (days.Count <= 7 && days.TrueForAll(day => day >= 0)) return [.. days.Distinct().Select(day => (DayOfWeek)day)];
        fields.Refuse("schedule.days", "Must be a list of mon, tue, wed, thu, fri, sat, sun.");
        return [];
    }

    /// <summary>Its number; -1 when it is none.</summary>
    private static int Day(JsonElement day) =>
        day.ValueKind is JsonValueKind.String ? Array.IndexOf(DayNames, day.GetString()!.ToLowerInvariant()) : -1;

    private static int Minute(SilenceFields fields, JsonElement schedule, string name)
    {
        if (fields.Text(schedule, $"schedule.{name}", name, name) is { } text
            && TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return (time.Hour * 60) + time.Minute;
        // A wrong type is said already.
        if (!fields.IsRefused(name)) fields.Refuse($"schedule.{name}", "Must be a local time of day such as 22:00.");
        return 0;
    }

    private static DateOnly? Date(SilenceFields fields, JsonElement schedule, string name, string other)
    {
        if (fields.Text(schedule, $"schedule.{name}", name, other) is not { } text) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return date;
        fields.Refuse($"schedule.{name}", "Must be a date such as 2026-12-24.");
        return null;
    }
}
