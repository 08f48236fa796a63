using AiSre.Api.Description;
using AiSre.Api.Edge;
using AiSre.Api.Incidents;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Domain.Diagnosis;
using AiSre.Grains;
using AiSre.Grains.Diagnosis;

namespace AiSre.Api.Diagnosis;

/// <summary>Why an incident happened.</summary>
internal static class DiagnosisEndpoints
{
    private static readonly QueryParameter<int> LogLimit = Query.Whole(
        "log_limit", "Lines of each container's log, at most.", 1, DiagnosisRules.MostLogLines, DiagnosisRules.DefaultLogLimit);

    private static readonly QueryParameter<string> Refresh = Query.WordOr(
        "false", "refresh", "Look again, whatever is known already.", "true", "false");

    private static readonly QueryParameter<string> Ai = Query.WordOr(
        "false", "ai", "Ask the chat model too, where one is configured and allowed, even where the rules are sure.", "true", "false");

    public static void MapDiagnosis(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapIncident(Role.Viewer, KeyScope.Read, "Intelligence").MapGet("/diagnosis", Get).CountsAs(RateClass.Question)
            .Describe(
                "getIncidentDiagnosis", "Why it happened",
                "From evidence alone: every claim cites items, and what could not be looked at is an item too. An answer counts for 10 minutes, " +
                "unless the incident changes. \"Undetermined\" where nothing holds. A chat model comes second to the rules, and what no evidence " +
                "carries is taken out of its answer; `ai` says whether it had a part, and why not.")
            .WithQuery(LogLimit, Refresh, Ai).Answers(DiagnosisExamples.OutOfMemory);

    private static async Task<IResult> Get(
        string incidentId, Caller caller, QueryReader query, IncidentLocator incidents, IGrainFactory grains)
    {
        var (logLimit, refresh, withModel) = (query.Of(LogLimit), query.Of(Refresh) is "true", query.Of(Ai) is "true");
        if (query.Problem is { } problem) return problem;
        if (await incidents.FindAsync(caller, incidentId) is not { } incident) return IncidentEndpoints.NotFound(incidentId);
        var grain = grains.GetGrain<IDiagnosisGrain>(GrainKeys.Incident(incident.Workspace, incident.Id));
        return await grain.GetAsync(logLimit, refresh, withModel) is { } found
            ? TypedResults.Ok(DiagnosisResponse.From(found))
            : IncidentEndpoints.NotFound(incidentId);
    }
}
