using AiSre.Api.Description;
using AiSre.Api.Errors;
using AiSre.Api.Incidents;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Grains.History;

namespace AiSre.Api.History;

/// <summary>What the incidents of a workspace say together.</summary>
internal static class HistoryEndpoints
{
    private const string Tag = "Intelligence";

    private static readonly QueryParameter<int> HowMany = Query.Whole("limit", "How many, at most.", 1, 50, 10);
    private static readonly QueryParameter<int> Newest = Query.Whole("limit", "How many of the newest incidents are looked at.", 1, 1_000, 100);
    private static readonly QueryParameter<int> Least = Query.Whole("min_occurrences", "Rarer patterns are left out.", 1, 1_000, 3);

    private static readonly QueryParameter<int> Services = Query.Whole("limit", "How many services, at most.", 1, 1_000, 100);
    private static readonly QueryParameter<int> NoisyCount = Query.Whole("limit", "How many, at most.", 1, 100, 20);
    private static readonly QueryParameter<double> Longest = Query.Positive(
        "max_duration_minutes", "What was over later is not noisy; exactly then is.", 1_440, 5);

    public static void MapHistory(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapIncident(Role.Viewer, KeyScope.Read, Tag).MapGet("/similar", Similar)
            .Describe(
                "listSimilarIncidents", "Earlier and other incidents that are like it",
                "By their words and by what they are about, from 0 to 1; what scores less than 0.35 is not shown.")
            .WithQuery(HowMany).Answers(HistoryExamples.Similar);
        var group = endpoints.MapGroup("").WithTags(Tag).RequireRole(Role.Viewer, KeyScope.Read).WithQuery(WorkspaceQuery.One);
        group.MapGet("/patterns/incidents", Patterns).Describe("listPatterns", "Kinds of failure that come again").WithQuery(Newest, Least)
            .Answers(HistoryExamples.Patterns);
        group.MapGet("/patterns/services", Profiles)
            .Describe("listServiceProfiles", "How services fail", "Over the last 30 days, the highest risk first.").WithQuery(Services)
            .Answers(HistoryExamples.Profiles);
        group.MapGet("/patterns/services/{service}", Profile).Describe("getServiceProfile", "How one service fails")
            .WithPath("service", "The service's name.", "payments-api").Answers(HistoryExamples.Profile);
        group.MapGet("/forecasting/capacity", Forecast)
            .Describe("getCapacityForecast", "Services that are about to run out of something", "By their incidents of the last 24 hours.")
            .Answers(HistoryExamples.Forecast);
        group.MapGet("/forecasting/drift", Drift).Describe("getDrift", "What is different from usual").Answers(HistoryExamples.Drift);
        group.MapGet("/incidents/noisy", Noisy)
            .Describe("listNoisyIncidents", "Incidents that were over at once, with nothing done", "Newest first.").WithQuery(Longest, NoisyCount)
            .Answers(HistoryExamples.Noisy);
    }

    /// <summary>The copy of a large workspace is read within seconds.</summary>
    internal static ProblemResult BeingRead() =>
        Problems.Unavailable(1, "The history of this workspace is just being read; ask again in a second.", "history_being_read");

    private static async Task<IResult> Similar(
        string incidentId, Caller caller, QueryReader query, IncidentLocator incidents, IGrainFactory grains)
    {
        var limit = query.Of(HowMany);
        if (query.Problem is { } problem) return problem;
        if (await incidents.FindAsync(caller, incidentId) is not { } incident) return IncidentEndpoints.NotFound(incidentId);
        return await grains.GetGrain<IIncidentHistoryGrain>(incident.Workspace).SimilarAsync(incident.Id, limit) is { } similar
            ? TypedResults.Ok(SimilarResponse.From(incident.Id, similar))
            : BeingRead();
    }

    private static async Task<IResult> Patterns(Caller caller, QueryReader query, IGrainFactory grains, TimeProvider clock)
    {
        var (workspace, limit, least) = (query.OneWorkspace(caller), query.Of(Newest), query.Of(Least));
        if (query.Problem is { } problem) return problem;
        return await grains.GetGrain<IIncidentHistoryGrain>(workspace).PatternsAsync(limit, least) is { } report
            ? TypedResults.Ok(PatternsResponse.From(report, least, clock.GetUtcNow()))
            : BeingRead();
    }

    private static async Task<IResult> Profiles(Caller caller, QueryReader query, IGrainFactory grains, TimeProvider clock)
    {
        var (workspace, limit) = (query.OneWorkspace(caller), query.Of(Services));
        if (query.Problem is { } problem) return problem;
        if (await grains.GetGrain<IIncidentHistoryGrain>(workspace).ProfilesAsync(null, limit) is not { Services: var found }) return BeingRead();
        return TypedResults.Ok(new ProfilesResponse(clock.GetUtcNow(), [.. found.Select(ProfileResponse.From)], found.Length));
    }

    private static async Task<IResult> Profile(string service, Caller caller, QueryReader query, IGrainFactory grains)
    {
        var workspace = query.OneWorkspace(caller);
        if (query.Problem is { } problem) return problem;
        // Of what is escaped in a path, slashes alone are left to whoever reads it.
        var name = service.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        if (await grains.GetGrain<IIncidentHistoryGrain>(workspace).ProfilesAsync(name, 1) is not { Services: var found }) return BeingRead();
        return found is [var profile]
            ? TypedResults.Ok(ProfileResponse.From(profile))
            : Problems.NotFound($"Service {name} had no incident in the last 30 days.");
    }

    private static async Task<IResult> Forecast(Caller caller, QueryReader query, IGrainFactory grains, TimeProvider clock)
    {
        var workspace = query.OneWorkspace(caller);
        if (query.Problem is { } problem) return problem;
        var history = grains.GetGrain<IIncidentHistoryGrain>(workspace);
        return await history.ForecastAsync() is { } forecast
            ? TypedResults.Ok(ForecastResponse.From(forecast, workspace, await history.NameAsync(), clock.GetUtcNow()))
            : BeingRead();
    }

    private static async Task<IResult> Drift(Caller caller, QueryReader query, IGrainFactory grains, TimeProvider clock)
    {
        var workspace = query.OneWorkspace(caller);
        if (query.Problem is { } problem) return problem;
        var history = grains.GetGrain<IIncidentHistoryGrain>(workspace);
        return await history.DriftAsync() is { } report
            ? TypedResults.Ok(DriftResponse.From(report, workspace, await history.NameAsync(), clock.GetUtcNow()))
            : BeingRead();
    }

    private static async Task<IResult> Noisy(Caller caller, QueryReader query, IGrainFactory grains)
    {
        var (workspace, minutes, limit) = (query.OneWorkspace(caller), query.Of(Longest), query.Of(NoisyCount));
        if (query.Problem is { } problem) return problem;
        return await grains.GetGrain<IIncidentHistoryGrain>(workspace).NoisyAsync(TimeSpan.FromMinutes(minutes), limit) is { } noisy
            ? TypedResults.Ok(NoisyResponse.From(noisy, minutes))
            : BeingRead();
    }
}
