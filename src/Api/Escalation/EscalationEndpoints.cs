using AiSre.Api.Description;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Domain.Alerts;
using AiSre.Grains.Escalation;

namespace AiSre.Api.Escalation;

/// <summary>Who would be told next.</summary>
internal static class EscalationEndpoints
{
    private static readonly QueryParameter<string?> Service = Query.Text("service", "Whose incident it would be.");
    private static readonly QueryParameter<int> MinutesElapsed = Query.Whole("minutes_elapsed", "How long ago it would have started.", 0, 100_000, 0);
    private static readonly QueryParameter<string> OfSeverity = SeverityQuery.Or("critical", "How severe it would be.");

    public static void MapEscalation(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/notifications/escalation", Preview).WithTags("Notifications").RequireRole(Role.Viewer, KeyScope.Read)
            .Describe("previewEscalation", "Who would be told of an incident", "Assumes that nobody has acknowledged it. Tells nobody.")
            .WithQuery(Service, MinutesElapsed, OfSeverity).Answers(EscalationExamples.Preview);

    private static async Task<IResult> Preview(Caller caller, QueryReader query, IGrainFactory grains)
    {
        var service = query.Of(Service);
        var minutes = query.Of(MinutesElapsed);
        var severity = SeverityMap.Parse(query.Of(OfSeverity)) ?? Severity.Critical;
        if (query.Problem is { } problem) return problem;
        var preview = await grains.GetGrain<IEscalationQueries>(0).PreviewAsync(caller.Workspace, service, severity, minutes);
        return TypedResults.Ok(EscalationPreviewResponse.From(preview, service, severity, minutes));
    }
}
