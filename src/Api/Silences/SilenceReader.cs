using System.Collections.Immutable;
using System.Globalization;
using AiSre.Api.Errors;
using AiSre.Api.Json;
using AiSre.Api.Requests;
using AiSre.Domain.Silences;

namespace AiSre.Api.Silences;

/// <summary>Reads a silence from a body that speaks our names or Alertmanager's, and collects everything that is wrong with it.</summary>
internal sealed class SilenceReader
{
    private static readonly string[] DayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    /// <summary>Alertmanager's name, and ours.</summary>
    private static readonly Dictionary<string, string> Aliases = new(StringComparer.Ordinal)
    {
        ["startsAt"] = "starts_at", ["endsAt"] = "ends_at", ["createdBy"] = "author", ["isRegex"] = "is_regex", ["isEqual"] = "is_equal",
        ["timeZone"] = "time_zone", ["startsOn"] = "starts_on", ["endsOn"] = "ends_on",
    };

    private readonly JsonElement body;
    private readonly List<FieldError> errors = [];

    private SilenceReader(JsonElement body, bool asAlertmanager)
    {
        this.body = body;
        errors.AddRange(body.ValueKind is JsonValueKind.Object
            ? UnknownFields.In(body, SilenceJsonContext.Default.SilenceRequest, Aliases).Where(error => !asAlertmanager || IsOfMatcher(error))
            : [new(["body"], "Must be an object.")]);
    }

    /// <summary>A body of ours: fields that are not known are refused.</summary>
    public static SilenceReader Of(JsonElement body) => new(body, asAlertmanager: false);

    /// <summary>
    /// A body of Alertmanager's clients. As there, fields that are not known are ignored, but not those of a matcher: Alertmanager wants isRegex in
    /// each, so whoever misspells it is refused there too.
    /// </summary>
    public static SilenceReader OfAlertmanager(JsonElement body) => new(body, asAlertmanager: true);

    /// <summary>The silence, or the refusal.</summary>
    public (Silence? Silence, ProblemResult? Problem) Read(string caller, DateTimeOffset now)
    {
        if (errors.Count > 0) return (null, Problems.Unprocessable(errors));
        var silence = Silence(caller, now);
        // What could not be read would only be found wrong once more.
        if (errors.Count == 0) Refuse(SilenceCheck.Problems(silence, now));
        return errors.Count == 0 ? (silence, null) : (null, Problems.Unprocessable(errors));
    }

    /// <summary>The matchers alone, for a preview.</summary>
    public (ImmutableArray<Matcher> Matchers, ProblemResult? Problem) ReadMatchers()
    {
        if (errors.Count > 0) return ([], Problems.Unprocessable(errors));
        var matchers = Matchers();
        if (errors.Count == 0) Refuse(SilenceCheck.Matchers(matchers));
        return (matchers, errors.Count == 0 ? null : Problems.Unprocessable(errors));
    }

    private static bool IsOfMatcher(FieldError error) => error.Loc is [_, "matchers", _, ..];

    private Silence Silence(string caller, DateTimeOffset now) => new()
    {
        Id = Text(body, "id", "id", "id") ?? "",
        Matchers = Matchers(),
        StartsAt = Instant(body, "starts_at", "startsAt") ?? now,
        EndsAt = Instant(body, "ends_at", "endsAt"),
        Author = Text(body, "author", "author", "createdBy") is { Length: > 0 } author ? author : caller,
        Comment = Text(body, "comment", "comment", "comment") ?? "",
        Maintenance = Flag(body, "maintenance", "maintenance", "maintenance", false),
        Schedule = Find(body, "schedule", "schedule") is { } schedule ? Schedule(schedule) : null,
        UpdatedBy = caller,
    };

    private ImmutableArray<Matcher> Matchers()
    {
        if (Find(body, "matchers", "matchers") is not { ValueKind: JsonValueKind.Array } list)
        {
            Refuse("matchers", "This field is required: a list of matchers.");
            return [];
        }
        var matchers = ImmutableArray.CreateBuilder<Matcher>();
        foreach (var item in list.EnumerateArray().Take(Domain.Silences.Silence.MaxMatchers + 1))
        {
            var field = Invariant($"matchers.{matchers.Count}");
            if (item.ValueKind is not JsonValueKind.Object) Refuse(field, "Must be an object with name and value.");
            else if (Find(item, "value", "value") is null) Refuse($"{field}.value", "This field is required.");
            matchers.Add(item.ValueKind is not JsonValueKind.Object ? new() { Name = "" } : new()
            {
                Name = Text(item, $"{field}.name", "name", "name") ?? "",
                Value = Text(item, $"{field}.value", "value", "value") ?? "",
                IsRegex = Flag(item, $"{field}.is_regex", "is_regex", "isRegex", false),
                IsEqual = Flag(item, $"{field}.is_equal", "is_equal", "isEqual", true),
            });
        }
        return matchers.ToImmutable();
    }

    private SilenceSchedule? Schedule(JsonElement schedule)
    {
        if (schedule.ValueKind is not JsonValueKind.Object)
        {
            Refuse("schedule", "Must be an object with from, to and time_zone.");
            return null;
        }
        return new()
        {
            Days = Days(schedule),
            FromMinute = Minute(schedule, "from"),
            ToMinute = Minute(schedule, "to"),
            TimeZone = Text(schedule, "schedule.time_zone", "time_zone", "timeZone") ?? "",
            StartsOn = Date(schedule, "starts_on", "startsOn"),
            EndsOn = Date(schedule, "ends_on", "endsOn"),
        };
    }

    private ImmutableArray<DayOfWeek> Days(JsonElement schedule)
    {
        if (Find(schedule, "days", "days") is not { } list) return [];
        var days = list.ValueKind is JsonValueKind.Array ? list.EnumerateArray().Take(8).Select(Day).ToList() : [-1];
        if (days.Count <= 7 && days.TrueForAll(day => day >= 0)) return [.. days.Distinct().Select(day => (DayOfWeek)day)];
        Refuse("schedule.days", "Must be a list of mon, tue, wed, thu, fri, sat, sun.");
        return [];
    }

    /// <summary>Its number; -1 when it is none.</summary>
    private static int Day(JsonElement day) =>
        day.ValueKind is JsonValueKind.String ? Array.IndexOf(DayNames, day.GetString()!.ToLowerInvariant()) : -1;

    private int Minute(JsonElement schedule, string name)
    {
        if (Text(schedule, $"schedule.{name}", name, name) is { } text
            && TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return (time.Hour * 60) + time.Minute;
        // A wrong type is said already.
        if (errors.TrueForAll(error => error.Loc[^1] != name)) Refuse($"schedule.{name}", "Must be a local time of day such as 22:00.");
        return 0;
    }

    private DateOnly? Date(JsonElement schedule, string name, string other)
    {
        if (Text(schedule, $"schedule.{name}", name, other) is not { } text) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return date;
        Refuse($"schedule.{name}", "Must be a date such as 2026-12-24.");
        return null;
    }

    private DateTimeOffset? Instant(JsonElement body, string name, string other)
    {
        if (Text(body, name, name, other) is not { } text) return null;
        // Alertmanager's clients send nanoseconds.
        if (InstantText.TryParse(text, out var instant)
            || DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out instant))
            return instant.ToUniversalTime();
        Refuse(name, "Must be a time such as 2025-01-15T10:30:00Z.");
        return null;
    }

    private string? Text(JsonElement body, string field, string name, string other)
    {
        if (Find(body, name, other) is not { } value) return null;
        if (value.ValueKind is JsonValueKind.String) return value.GetString();
        Refuse(field, "Must be text.");
        return null;
    }

    private bool Flag(JsonElement body, string field, string name, string other, bool fallback)
    {
        if (Find(body, name, other) is not { } value) return fallback;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        Refuse(field, "Must be true or false.");
        return fallback;
    }

    /// <summary>Null where it is absent, or null.</summary>
    private static JsonElement? Find(JsonElement body, string name, string other) =>
        (body.TryGetProperty(name, out var value) || body.TryGetProperty(other, out value)) && value.ValueKind is not JsonValueKind.Null
            ? value
            : null;

    private void Refuse(IEnumerable<(string Field, string Message)> problems)
    {
        foreach (var (field, message) in problems) Refuse(field, message);
    }

    private void Refuse(string field, string message) => errors.Add(new(["body", .. field.Split('.')], message));
}
