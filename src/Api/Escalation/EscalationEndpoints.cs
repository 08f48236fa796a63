using AiSre.Api.Errors;
using AiSre.Api.Security;
using AiSre.Domain.Alerts;
using AiSre.Grains.Escalation;

namespace AiSre.Api.Escalation;

/// <summary>Who would be told next.</summary>
internal static class EscalationEndpoints
{
    public static void MapEscalation(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/notifications/escalation", Preview).WithTags("Notifications").RequireRole(Role.Viewer).Produces<EscalationPreviewResponse>();

    /// <summary>Assumes that the incident started so many minutes ago and that nobody has acknowledged it.</summary>
    private static async Task<IResult> Preview(Caller caller, QueryReader query, IGrainFactory grains)
    {
        var service = query.Text("service");
        var minutes = query.Whole("minutes_elapsed", 0, 0, 100_000);
        var severity = query.Word("severity", "critical", "high", "warning", "info") is { } word ? SeverityMap.Parse(word) ?? Severity.Critical : Severity.Critical;
        if (query.Problem is { } problem) return problem;
        var preview = await grains.GetGrain<IEscalationQueries>(0).PreviewAsync(caller.Workspace, service, severity, minutes);
        return TypedResults.Ok(EscalationPreviewResponse.From(preview, service, severity, minutes));
    }
}
