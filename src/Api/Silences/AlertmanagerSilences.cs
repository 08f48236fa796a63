using System.Text.RegularExpressions;
using AiSre.Api.Description;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Api.Workspaces;
using AiSre.Domain.Silences;
using AiSre.Grains.Silences;

namespace AiSre.Api.Silences;

/// <summary>Silences as Alertmanager's own API shows them, so that amtool and what else speaks it can be pointed at us.</summary>
internal static partial class AlertmanagerSilences
{
    private static readonly QueryParameter<IReadOnlyList<string>> Filters = Query.Texts(
        "filter", "A matcher such as alertname=\"HighCpu\"; only silences that have such a matcher. May come several times.");

    /// <summary>What the regular expressions of filters may cost: they look at the values of all silences.</summary>
    private const int MaxSteps = 500;

    public static void MapAlertmanagerSilences(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/api/v2").WithTags("Integrations");
        group.MapGet("/silences", List).RequireRole(Role.Viewer)
            .Describe("listAlertmanagerSilences", "Silences as Alertmanager shows them").WithQuery(Filters).Answers(SilenceExamples.AlertmanagerList);
        group.MapPost("/silences", Put).RequireRole(Role.Operator).Accepts<AlertmanagerSilence>("application/json")
            .Describe(
                "putAlertmanagerSilence", "Add or change a silence as Alertmanager does",
                "Like Alertmanager it ignores fields that it does not know, but for those of a matcher.")
            .Takes(SilenceExamples.AlertmanagerRequest).Answers(SilenceExamples.AlertmanagerPut);
        var one = group.MapGroup("/silence/{silenceId}").WithPath("silenceId", "The silence's id.", SilenceExamples.Id);
        one.MapGet("", Get).RequireRole(Role.Viewer).Describe("getAlertmanagerSilence", "A silence as Alertmanager shows it")
            .Answers(SilenceExamples.Alertmanager);
        one.MapDelete("", Expire).RequireRole(Role.Operator).Describe("expireAlertmanagerSilence", "End a silence now").AnswersNothing();
    }

    private static async Task<IResult> List(Caller caller, QueryReader query, IGrainFactory grains, TimeProvider clock)
    {
        var filters = new List<Matcher>();
        foreach (var text in query.Of(Filters))
        {
            if (Filter(text) is { } filter) filters.Add(filter);
            else query.Refuse(Filters, "Must be a matcher such as alertname=\"HighCpu\".");
        }
        foreach (var (_, message) in SilenceCheck.Values(filters, MaxSteps)) query.Refuse(Filters, message);
        if (query.Problem is { } problem) return problem;
        var now = clock.GetUtcNow();
        var silences = await grains.GetGrain<ISilencesGrain>(caller.Workspace).ListAsync();
        return TypedResults.Ok(silences
            .Where(silence => filters.TrueForAll(filter => Shows(silence, filter))).Select(silence => GettableSilence.From(silence, now)).ToList());
    }

    private static async Task<IResult> Get(string silenceId, Caller caller, IGrainFactory grains, TimeProvider clock) =>
        (await grains.GetGrain<ISilencesGrain>(caller.Workspace).ListAsync()).FirstOrDefault(silence => silence.Id == silenceId) is { } silence
            ? TypedResults.Ok(GettableSilence.From(silence, clock.GetUtcNow()))
            : SilenceEndpoints.NotFound(silenceId);

    private static async Task<IResult> Put(AnyJson body, Caller caller, IGrainFactory grains, KnownWorkspaces workspaces, TimeProvider clock)
    {
        var (silence, problem) = await SilenceEndpoints.PutAsync(SilenceReader.OfAlertmanager(body.Value), caller, grains, workspaces, clock);
        return silence is null ? problem! : TypedResults.Ok(new PutSilence(silence.Id));
    }

    private static async Task<IResult> Expire(string silenceId, Caller caller, IGrainFactory grains) =>
        await grains.GetGrain<ISilencesGrain>(caller.Workspace).ExpireAsync(silenceId, caller.Name) is null
            ? SilenceEndpoints.NotFound(silenceId)
            : TypedResults.Ok();

    /// <summary>A filter looks at what a silence's own matcher of that name says, and sees nothing where there is none.</summary>
    private static bool Shows(Silence silence, Matcher filter) =>
        filter.Matches(silence.Matchers.LastOrDefault(matcher => matcher.Name == filter.Name)?.Value ?? "");

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

    [GeneratedRegex(
        """^\s*(?:"(?<name>[^"\\]+)"|(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*))\s*(?<operator>=~|!~|!=|=)\s*""" +
        """(?:"(?<value>(?:[^"\\]|\\.)*)"|(?<value>[^"]*))\s*$""")]
    private static partial Regex MatcherText();
}
