using AiSre.Api.Description;
using AiSre.Api.Errors;
using AiSre.Api.Incidents;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Domain.Diagnosis;
using AiSre.Grains;
using AiSre.Grains.Diagnosis;
using AiSre.Grains.Incidents;

namespace AiSre.Api.Diagnosis;

/// <summary>Whether diagnoses were right: what people say, and what that adds up to.</summary>
internal static class FeedbackEndpoints
{
    private const string Tag = "Intelligence";

    private static readonly QueryParameter<string?> Service = Query.Text("service", "Only diagnoses of this service.");

    public static void MapDiagnosisFeedback(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapIncident(Role.Operator, KeyScope.Respond, Tag).MapPost("/diagnosis/feedback", Give)
            .Describe(
                "giveDiagnosisFeedback", "Say whether the cause was right",
                "Moves how sure the rule is for this service from then on. What the same person says later takes the place of it.")
            .Takes(new FeedbackRequest(true, "The memory limit was too small for the new cache.", "dave")).Answers(DiagnosisExamples.OutOfMemory);
        endpoints.MapGet("/diagnosis/calibration", Calibration).WithTags(Tag).RequireRole(Role.Viewer, KeyScope.Read).WithQuery(WorkspaceQuery.One)
            .WithQuery(Service)
            .Describe(
                "getDiagnosisCalibration", "How often diagnoses were right",
                "By cause and by how sure they were: what people say, and whether what they predicted was seen. The newest 5,000 incidents count.")
            .Answers(DiagnosisExamples.Calibration);
    }

    private static async Task<IResult> Give(
        string incidentId, Body<FeedbackRequest> body, Caller caller, IncidentLocator incidents, IGrainFactory grains)
    {
        var (correct, rootCause, actor) = body.Value;
        if (correct is not { } isCorrect) return Problems.Unprocessable("body", "correct", "Must be true or false.");
        if (rootCause is not null && (rootCause.Trim().Length == 0 || rootCause.Length > FeedbackRules.LongestRootCause))
        {
            return Problems.Unprocessable(
                "body", "root_cause", Invariant($"Must be 1 to {FeedbackRules.LongestRootCause} characters long, or absent."));
        }

        if (ActorField.Refusal(actor) is { } refusal) return refusal;
        if (await incidents.FindAsync(caller, incidentId) is not { } incident) return IncidentEndpoints.NotFound(incidentId);
        var grain = grains.GetGrain<IDiagnosisGrain>(GrainKeys.Incident(incident.Workspace, incident.Id));
        var by = string.IsNullOrWhiteSpace(actor) ? caller.Name : actor;
        if (by != caller.Name) ActedVia.Set(caller.Name);
        return await grain.FeedbackAsync(isCorrect, rootCause, by) is { } found
            ? TypedResults.Ok(DiagnosisResponse.From(found))
            : Problems.Conflict(
                $"Nobody has looked for the cause of incident {incidentId} yet; ask for its diagnosis first.", "not_diagnosed");
    }

    private static async Task<IResult> Calibration(Caller caller, QueryReader query, IGrainFactory grains, TimeProvider clock)
    {
        var (workspace, service) = (query.OneWorkspace(caller), query.Of(Service));
        if (query.Problem is { } problem) return problem;
        var report = await grains.GetGrain<ICalibrationGrain>(workspace).ReportAsync(service);
        return TypedResults.Ok(CalibrationResponse.From(report, service, clock.GetUtcNow()));
    }
}
