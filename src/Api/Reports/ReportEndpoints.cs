using AiSre.Api.Description;
using AiSre.Api.Edge;
using AiSre.Api.Incidents;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Grains.Reports;

namespace AiSre.Api.Reports;

/// <summary>Words for people, from stored facts alone.</summary>
internal static class ReportEndpoints
{
    private static readonly QueryParameter<int> Hours = Query.Whole("hours", "How far it looks back.", 1, 48, 12);

    private static readonly QueryParameter<string> Ai = Query.WordOr(
        "false", "ai", "Have the chat model, where one is configured and allowed, say summary and lessons more readably.", "true", "false");

    public static void MapReports(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/digest/handoff", Handoff).CountsAs(RateClass.Report).WithTags("On-Call").RequireRole(Role.Viewer, KeyScope.Read)
            .Describe("getHandoffDigest", "What whoever takes over has to know", "From stored facts alone; the same facts give the same words.")
            .WithQuery(WorkspaceQuery.One, Hours).Answers(ReportExamples.Handoff);
        endpoints.MapIncident(Role.Viewer, KeyScope.Read).MapPost("/postmortem", PostMortemOf).CountsAs(RateClass.Report)
            .Describe(
                "writePostMortem", "What happened, so that it does not happen again",
                "From stored facts alone: what is not stored is for people to fill in. Nothing is changed; while it is not over it is a draft. A " +
                "chat model may reword summary and lessons, and adds nothing; `generated_by` says so.")
            .WithQuery(Ai).Answers(ReportExamples.PostMortem);
    }

    private static async Task<IResult> Handoff(Caller caller, QueryReader query, IGrainFactory grains)
    {
        var workspace = query.OneWorkspace(caller);
        var hours = query.Of(Hours);
        if (query.Problem is { } problem) return problem;
        return TypedResults.Ok(HandoffResponse.From(await grains.GetGrain<IReports>(0).HandoffAsync(workspace, hours), hours));
    }

    private static async Task<IResult> PostMortemOf(
        string incidentId, Caller caller, QueryReader query, IncidentLocator incidents, IGrainFactory grains)
    {
        var reworded = query.Of(Ai) is "true";
        if (query.Problem is { } problem) return problem;
        return await incidents.FindAsync(caller, incidentId) is { } incident
            && await grains.GetGrain<IReports>(0).PostMortemAsync(incident.Workspace, incident.Id, reworded) is { } written
            ? TypedResults.Ok(PostMortemResponse.From(written))
            : IncidentEndpoints.NotFound(incidentId);
    }
}
