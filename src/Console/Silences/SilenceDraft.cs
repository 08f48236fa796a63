using System.Collections.Immutable;
using System.Globalization;
using AiSre.Console.Requests;
using AiSre.Domain.Silences;
using AiSre.Grains.Silences;
using NodaTime;

namespace AiSre.Console.Silences;

/// <summary>A silence as it stands in the form, with what is wrong with it.</summary>
public sealed record SilenceDraft
{
    /// <summary>Between two instants.</summary>
    public const string Dates = "dates";

    /// <summary>In windows that come again.</summary>
    public const string Weekly = "weekly";

    /// <summary>Until the reader's next morning.</summary>
    public const string Morning = "morning";

    private static readonly string[] DayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    public IReadOnlyList<MatcherField> Matchers { get; init; } = [];

    /// <summary>Minutes, or one of the words above.</summary>
    public string Length { get; init; } = "120";

    public DateTimeOffset? From { get; init; }
    public DateTimeOffset? Until { get; init; }
    public IReadOnlyList<string> Days { get; init; } = [];
    public string WindowFrom { get; init; } = "22:00";
    public string WindowTo { get; init; } = "06:00";
    public string TimeZone { get; init; } = "UTC";
    public bool Maintenance { get; init; }

    /// <summary>How far the preview looks back, in hours; null: a day, with windows that come again a week.</summary>
    public int? LookBack { get; init; }

    public string Why { get; init; } = "";

    /// <summary>By the names of <see cref="SilenceCheck"/>.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; init; } = ImmutableDictionary<string, string>.Empty;

    public string? ErrorOf(string field) => Errors.GetValueOrDefault(field);

    /// <summary>What a preview is of: matchers that were changed since are looked at again before anybody is told less.</summary>
    public string Fingerprint => string.Join(',', Matchers.Select(matcher => matcher.ToMatcher().ToString()));

    public TimeSpan LookBackTime => TimeSpan.FromHours(LookBack ?? (Length is Weekly ? 7 * 24 : 24));

    public static SilenceDraft Of(ConsoleForm form, DateTimeZone zone) => new()
    {
        Matchers = [.. MatcherField.From(form)],
        Length = form.Text("length") ?? "120",
        From = form.Instant("from", zone),
        Until = form.Instant("until", zone),
        Days = form.All("day"),
        WindowFrom = form.Text("window_from") ?? "",
        WindowTo = form.Text("window_to") ?? "",
        TimeZone = form.Text("time_zone") ?? zone.Id,
        Maintenance = form.IsOn("maintenance"),
        LookBack = form.Whole("look_back") is { } hours and > 0 && hours <= SilencePreview.MaxSpan.TotalHours ? hours : null,
        Why = form.Text("why") ?? "",
    };

    /// <summary>What another one said, to be in force again.</summary>
    public static SilenceDraft Like(Silence silence, DateTimeZone zone) => new()
    {
        Matchers = [.. silence.Matchers.Select(MatcherField.Of)],
        Length = silence.Schedule is null ? "120" : Weekly,
        Days = [.. (silence.Schedule?.Days ?? []).Select(day => DayNames[(int)day])],
        WindowFrom = silence.Schedule is { } from ? Clock(from.FromMinute) : "22:00",
        WindowTo = silence.Schedule is { } to ? Clock(to.ToMinute) : "06:00",
        TimeZone = silence.Schedule?.TimeZone ?? zone.Id,
        Maintenance = silence.Maintenance,
        Why = silence.Comment,
    };

    /// <summary>The silence that it asks for, and what is wrong with it by field.</summary>
    public (Silence Silence, Dictionary<string, string> Errors) Read(string author, DateTimeZone zone, DateTimeOffset now)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        var (from, until) = Length switch
        {
            Dates => (From ?? now, Until),
            Weekly => (From ?? now, Until),
            Morning => (now, NextMorning(zone, now)),
            _ => (now, now.AddMinutes(int.TryParse(Length, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) ? minutes : 120)),
        };
        var silence = new Silence
        {
            Matchers = [.. Matchers.Select(matcher => matcher.ToMatcher())],
            StartsAt = from,
            EndsAt = until,
            Author = author,
            Comment = Why,
            Maintenance = Maintenance,
            Schedule = Length is Weekly ? Schedule(errors) : null,
            UpdatedBy = author,
        };
        if (Why.Length == 0) errors["comment"] = "Write a reason: whoever comes next needs it.";
        if (Length is Dates && Until is null) errors["ends_at"] = "Say when it ends.";
        foreach (var (field, message) in SilenceCheck.Problems(silence, now)) errors.TryAdd(field, message);
        return (silence, errors);
    }

    private SilenceSchedule Schedule(Dictionary<string, string> errors) => new()
    {
        Days = [.. Days.Select(day => Array.IndexOf(DayNames, day)).Where(day => day >= 0).Select(day => (DayOfWeek)day)],
        FromMinute = Minute(WindowFrom, "schedule.from", errors),
        ToMinute = Minute(WindowTo, "schedule.to", errors),
        TimeZone = TimeZone,
    };

    private static int Minute(string text, string field, Dictionary<string, string> errors)
    {
        if (TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return (time.Hour * 60) + time.Minute;
        errors[field] = "Say a time of day such as 22:00.";
        return 0;
    }

    /// <summary>The next 08:00 by the reader's clock.</summary>
    private static DateTimeOffset NextMorning(DateTimeZone zone, DateTimeOffset now)
    {
        var local = Instant.FromDateTimeOffset(now).InZone(zone).LocalDateTime;
        var date = local.Hour < 8 ? local.Date : local.Date.PlusDays(1);
        return date.At(new LocalTime(8, 0)).InZoneLeniently(zone).ToDateTimeOffset().ToUniversalTime();
    }

    public static string Clock(int minute) => string.Create(CultureInfo.InvariantCulture, $"{minute / 60:00}:{minute % 60:00}");
}
