using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using AiSre.Api.Errors;
using AiSre.Api.Requests;
using AiSre.Domain;
using AiSre.Domain.Silences;
using AiSre.Grains.Silences;

namespace AiSre.Api.Silences;

/// <summary>Reads a silence, or a question about one, from a body that speaks our names or Alertmanager's.</summary>
internal sealed class SilenceReader
{
    /// <summary>Alertmanager's name, and ours.</summary>
    private static readonly Dictionary<string, string> Aliases = new(StringComparer.Ordinal)
    {
        ["startsAt"] = "starts_at", ["endsAt"] = "ends_at", ["createdBy"] = "author", ["isRegex"] = "is_regex", ["isEqual"] = "is_equal",
        ["timeZone"] = "time_zone", ["startsOn"] = "starts_on", ["endsOn"] = "ends_on",
    };

    /// <summary>No incident is older.</summary>
    private const int FirstYear = 2000;

    private readonly JsonElement body;
    private readonly SilenceFields fields = new();

    private SilenceReader(JsonElement body, JsonTypeInfo shape, Func<FieldError, bool> refuses)
    {
        this.body = body;
        if (body.ValueKind is JsonValueKind.Object) fields.Refuse(UnknownFields.In(body, shape, Aliases).Where(refuses));
        else fields.Refuse([new FieldError(["body"], "Must be an object.")]);
    }

    /// <summary>A body of ours: fields that are not known are refused.</summary>
    public static SilenceReader Of(JsonElement body) => new(body, SilenceJsonContext.Default.SilenceRequest, static _ => true);

    /// <summary>What a silence would have matched.</summary>
    public static SilenceReader OfPreview(JsonElement body) => new(body, SilenceJsonContext.Default.SilencePreviewRequest, static _ => true);

    /// <summary>
    /// A body of Alertmanager's clients. As there, fields that are not known are ignored, but not those of a matcher: Alertmanager wants isRegex in
    /// each, so whoever misspells it is refused there too.
    /// </summary>
    public static SilenceReader OfAlertmanager(JsonElement body) => new(body, SilenceJsonContext.Default.SilenceRequest, IsOfMatcher);

    /// <summary>The silence, or the refusal.</summary>
    public (Silence? Silence, ProblemResult? Problem) Read(string caller, DateTimeOffset now)
    {
        if (!fields.AreRight) return (null, fields.Problem);
        var silence = Silence(caller, now);
        // What could not be read would only be found wrong once more.
        if (fields.AreRight) fields.Refuse(SilenceCheck.Problems(silence, now));
        if (silence.Author != caller && ActorNames.Problem(silence.Author) is { } problem) fields.Refuse("author", problem);
        return fields.AreRight ? (silence, null) : (null, fields.Problem);
    }

    /// <summary>The question, or the refusal.</summary>
    public (SilenceQuestion? Question, ProblemResult? Problem) ReadQuestion(string workspace, DateTimeOffset now)
    {
        if (!fields.AreRight) return (null, fields.Problem);
        var schedule = ScheduleReader.Read(fields, body);
        var matchers = Matchers();
        var (since, until) = Span(schedule is not null, now);
        if (fields.AreRight) fields.Refuse(SilenceCheck.Matchers(matchers));
        if (fields.AreRight && schedule is not null) fields.Refuse(SilenceCheck.ScheduleProblems(schedule));
        return fields.AreRight
            ? (new() { Workspace = workspace, Matchers = matchers, Since = since, Until = until, Schedule = schedule }, null)
            : (null, fields.Problem);
    }

    private static bool IsOfMatcher(FieldError error) => error.Loc is [_, "matchers", _, ..];

    private Silence Silence(string caller, DateTimeOffset now) => new()
    {
        Id = fields.Text(body, "id", "id", "id") ?? "",
        Matchers = Matchers(),
        StartsAt = fields.Instant(body, "starts_at", "startsAt") ?? now,
        EndsAt = fields.Instant(body, "ends_at", "endsAt"),
        Author = fields.Text(body, "author", "author", "createdBy") is { Length: > 0 } author ? author : caller,
        Comment = fields.Text(body, "comment", "comment", "comment") ?? "",
        Maintenance = fields.Flag(body, "maintenance", "maintenance", "maintenance", false),
        Schedule = ScheduleReader.Read(fields, body),
        UpdatedBy = caller,
    };

    private ImmutableArray<Matcher> Matchers()
    {
        if (SilenceFields.Find(body, "matchers", "matchers") is not { ValueKind: JsonValueKind.Array } list)
        {
            fields.Refuse("matchers", "This field is required: a list of matchers.");
            return [];
        }
        var matchers = ImmutableArray.CreateBuilder<Matcher>();
        foreach (var item in list.EnumerateArray().Take(Domain.Silences.Silence.MaxMatchers + 1))
        {
            var field = Invariant($"matchers.{matchers.Count}");
            if (item.ValueKind is not JsonValueKind.Object) fields.Refuse(field, "Must be an object with name and value.");
            else if (SilenceFields.Find(item, "value", "value") is null) fields.Refuse($"{field}.value", "This field is required.");
            matchers.Add(item.ValueKind is not JsonValueKind.Object ? new() { Name = "" } : new()
            {
                Name = fields.Text(item, $"{field}.name", "name", "name") ?? "",
                Value = fields.Text(item, $"{field}.value", "value", "value") ?? "",
                IsRegex = fields.Flag(item, $"{field}.is_regex", "is_regex", "isRegex", false),
                IsEqual = fields.Flag(item, $"{field}.is_equal", "is_equal", "isEqual", true),
            });
        }
        return matchers.ToImmutable();
    }

    /// <summary>Of windows that come again at least a week, or most of them would not be seen.</summary>
    private (DateTimeOffset Since, DateTimeOffset Until) Span(bool comesAgain, DateTimeOffset now)
    {
        var longest = (int)SilencePreview.MaxSpan.TotalHours;
        var hours = fields.Whole(body, "hours", 1, longest);
        var (from, to) = (fields.Instant(body, "from", "from"), fields.Instant(body, "to", "to"));
        var until = to < now ? to.Value : now;
        if (to?.Year < FirstYear)
        {
            fields.Refuse("to", Invariant($"Must be from {FirstYear} on."));
            return (now, now);
        }
        if (hours is not null && from is not null) fields.Refuse("from", "Say either hours or from.");
        else if (from >= until) fields.Refuse("from", to < now ? "Must be before to." : "Must be in the past.");
        else if (until - from > SilencePreview.MaxSpan)
            fields.Refuse("from", Invariant($"Must be at most {longest} hours (31 days) before to, or now."));
        return (from ?? until.AddHours(-(hours ?? (comesAgain ? 7 * 24 : 24))), until);
    }
}
