using AiSre.Api.Description;
using AiSre.Api.Errors;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Api.Workspaces;
using AiSre.Domain.Silences;
using AiSre.Grains.Silences;

namespace AiSre.Api.Silences;

/// <summary>Silences as Alertmanager's own API shows them, so that amtool and what else speaks it can be pointed at us.</summary>
internal static class AlertmanagerSilences
{
    private static readonly QueryParameter<IReadOnlyList<string>> Filters = Query.Texts(
        "filter", "A matcher such as alertname=\"HighCpu\"; only silences that have such a matcher. May come several times.");

    public static void MapAlertmanagerSilences(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/api/v2").WithTags("Integrations");
        group.MapGet("/silences", List).RequireRole(Role.Viewer, KeyScope.Read)
            .Describe("listAlertmanagerSilences", "Silences as Alertmanager shows them").WithQuery(Filters).Answers(SilenceExamples.AlertmanagerList);
        group.MapPost("/silences", Put).RequireRole(Role.Operator, KeyScope.Respond).Accepts<AlertmanagerSilence>("application/json")
            .Describe(
                "putAlertmanagerSilence", "Add or change a silence as Alertmanager does",
                "Like Alertmanager it ignores fields that it does not know, but for those of a matcher.")
            .Takes(SilenceExamples.AlertmanagerRequest).Answers(SilenceExamples.AlertmanagerPut);
        var one = group.MapGroup("/silence/{silenceId}").WithPath("silenceId", "The silence's id.", SilenceExamples.Id);
        one.MapGet("", Get).RequireRole(Role.Viewer, KeyScope.Read).Describe("getAlertmanagerSilence", "A silence as Alertmanager shows it")
            .Answers(SilenceExamples.Alertmanager);
        one.MapDelete("", Expire).RequireRole(Role.Operator, KeyScope.Respond)
            .Describe("expireAlertmanagerSilence", "End a silence now").AnswersNothing();
    }

    private static async Task<IResult> List(Caller caller, QueryReader query, IGrainFactory grains, TimeProvider clock)
    {
        var filters = query.Matchers(Filters);
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
        if (await HasScheduleAsync(body.Value, caller, grains))
            return Problems.Unprocessable("body", "id", "It comes again by a schedule, which would be lost; change it by POST /silences.");
        var (silence, problem) = await SilenceEndpoints.PutAsync(SilenceReader.OfAlertmanager(body.Value), caller, grains, workspaces, clock);
        return silence is null ? problem! : TypedResults.Ok(new PutSilence(silence.Id));
    }

    /// <summary>Alertmanager's silences have none, so its clients would take it away.</summary>
    private static async ValueTask<bool> HasScheduleAsync(JsonElement body, Caller caller, IGrainFactory grains) =>
        body.ValueKind is JsonValueKind.Object && SilenceFields.Find(body, "id", "id") is { ValueKind: JsonValueKind.String } id
        && (await grains.GetGrain<ISilencesGrain>(caller.Workspace).ListAsync())
            .Any(silence => silence is { Schedule: not null } && id.ValueEquals(silence.Id));

    private static async Task<IResult> Expire(string silenceId, Caller caller, IGrainFactory grains) =>
        await grains.GetGrain<ISilencesGrain>(caller.Workspace).ExpireAsync(silenceId, caller.Name) is null
            ? SilenceEndpoints.NotFound(silenceId)
            : TypedResults.Ok();

    /// <summary>A filter looks at what a silence's own matcher of that name says, and sees nothing where there is none.</summary>
    private static bool Shows(Silence silence, Matcher filter) =>
        filter.Matches(silence.Matchers.LastOrDefault(matcher => matcher.Name == filter.Name)?.Value ?? "");
}
