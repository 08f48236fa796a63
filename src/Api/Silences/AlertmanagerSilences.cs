using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using AiSre.Api.Alerts;
using AiSre.Api.Errors;
using AiSre.Api.Security;
using AiSre.Domain.Silences;
using AiSre.Grains.Silences;

namespace AiSre.Api.Silences;

/// <summary>Silences as Alertmanager's own API shows them, so that amtool and what else speaks it can be pointed at us.</summary>
internal static partial class AlertmanagerSilences
{
    public static void MapAlertmanagerSilences(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/api/v2").WithTags("Integrations");
        group.MapGet("/silences", List).RequireRole(Role.Viewer).Produces<List<GettableSilence>>();
        group.MapPost("/silences", Put).RequireRole(Role.Operator).Accepts<SilenceRequest>("application/json").Produces<PutSilence>();
        group.MapGet("/silence/{silenceId}", Get).RequireRole(Role.Viewer).Produces<GettableSilence>();
        group.MapDelete("/silence/{silenceId}", Expire).RequireRole(Role.Operator);
    }

    private static async Task<IResult> List(HttpContext context, Caller caller, IGrainFactory grains, TimeProvider clock)
    {
        var filters = new List<Matcher>();
        foreach (var text in context.Request.Query["filter"])
        {
            if (Filter(text) is not { } filter) return Problems.Unprocessable("query", "filter", "Must be a matcher such as alertname=\"HighCpu\".");
            filters.Add(filter);
        }
        var now = clock.GetUtcNow();
        var silences = await grains.GetGrain<ISilencesGrain>(caller.Workspace).ListAsync();
        return TypedResults.Ok(silences.Where(silence => filters.TrueForAll(filter => Shows(silence, filter))).Select(silence => GettableSilence.From(silence, now)).ToList());
    }

    private static async Task<IResult> Get(string silenceId, Caller caller, IGrainFactory grains, TimeProvider clock) =>
        (await grains.GetGrain<ISilencesGrain>(caller.Workspace).ListAsync()).FirstOrDefault(silence => silence.Id == silenceId) is { } silence
            ? TypedResults.Ok(GettableSilence.From(silence, clock.GetUtcNow()))
            : SilenceEndpoints.NotFound(silenceId);

    private static async Task<IResult> Put(JsonElement body, Caller caller, IGrainFactory grains, KnownWorkspaces workspaces, TimeProvider clock)
    {
        var (silence, problem) = await SilenceEndpoints.PutAsync(body, caller, grains, workspaces, clock);
        return silence is null ? problem! : TypedResults.Ok(new PutSilence(silence.Id));
    }

    private static async Task<IResult> Expire(string silenceId, Caller caller, IGrainFactory grains) =>
        await grains.GetGrain<ISilencesGrain>(caller.Workspace).ExpireAsync(silenceId, caller.Name) is null ? SilenceEndpoints.NotFound(silenceId) : TypedResults.Ok();

    /// <summary>A filter looks at what a silence's own matcher of that name says, and sees nothing where there is none.</summary>
    private static bool Shows(Silence silence, Matcher filter) => filter.Matches(silence.Matchers.LastOrDefault(matcher => matcher.Name == filter.Name)?.Value ?? "");

    private static Matcher? Filter(string? text) =>
        text is { Length: <= 1_300 } && MatcherText().Match(text) is { Success: true } match
            ? new()
            {
                Name = match.Groups["name"].Value,
                Value = match.Groups["value"].Value.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal),
                IsRegex = match.Groups["operator"].Value is "=~" or "!~",
                IsEqual = match.Groups["operator"].Value is "=" or "=~",
            }
            : null;

    [GeneratedRegex("""^\s*(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)\s*(?<operator>=~|!~|!=|=)\s*(?:"(?<value>(?:[^"\\]|\\.)*)"|(?<value>[^"]*))\s*$""")]
    private static partial Regex MatcherText();
}

/// <summary>Alertmanager's <c>gettableSilence</c>, with what is ours beside it.</summary>
/// <param name="EndsAt">Of one until further notice: the end of time.</param>
public sealed record GettableSilence(
    string Id, SilenceStatus Status,
    [property: JsonPropertyName("updatedAt")] DateTimeOffset UpdatedAt, [property: JsonPropertyName("startsAt")] DateTimeOffset StartsAt,
    [property: JsonPropertyName("endsAt")] DateTimeOffset EndsAt, [property: JsonPropertyName("createdBy")] string CreatedBy, string Comment,
    IReadOnlyList<AlertmanagerMatcher> Matchers, bool Maintenance)
{
    private static readonly DateTimeOffset EndOfTime = new(9999, 12, 31, 23, 59, 59, TimeSpan.Zero);

    public static GettableSilence From(Silence silence, DateTimeOffset now) => new(
        silence.Id, new(SilenceRules.StateOf(silence, now).ToString().ToLowerInvariant()), silence.UpdatedAt, silence.StartsAt, silence.EndsAt ?? EndOfTime, silence.Author,
        silence.Comment, [.. silence.Matchers.Select(matcher => new AlertmanagerMatcher(matcher.Name, matcher.Value, matcher.IsRegex, matcher.IsEqual))], silence.Maintenance);
}

public sealed record SilenceStatus(string State);

public sealed record AlertmanagerMatcher(
    string Name, string Value, [property: JsonPropertyName("isRegex")] bool IsRegex, [property: JsonPropertyName("isEqual")] bool IsEqual);

public sealed record PutSilence([property: JsonPropertyName("silenceID")] string SilenceId);
