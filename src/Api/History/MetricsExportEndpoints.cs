using AiSre.Api.Description;
using AiSre.Api.Edge;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Grains.History;

namespace AiSre.Api.History;

/// <summary>Numbers over a time, for reports.</summary>
internal static class MetricsExportEndpoints
{
    private static readonly QueryParameter<int> Days = Query.Whole("days", "Over how many days, up to now.", 1, 365, 30);
    private static readonly QueryParameter<string> Format = Query.WordOr("json", "format", "As what.", "json", "csv");
    private static readonly QueryParameter<int> HowMany = Query.Whole("limit", "How many rules, at most.", 1, 500, 100);

    public static void MapMetricsExport(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("").WithTags("Intelligence").RequireRole(Role.Viewer, KeyScope.Read).WithQuery(WorkspaceQuery.One, Days);
        group.MapGet("/metrics/export", Export).CountsAs(RateClass.Report)
            .Describe(
                "exportMetrics", "How a workspace did: incidents, times, alerts, actions",
                "As CSV a line for everything and one for each service. Times leave children out.")
            .WithQuery(Format).Answers(HistoryExamples.Export).AnswersText("text/csv", HistoryExamples.Csv);
        group.MapGet("/alerts/quality", Quality)
            .Describe("listAlertQuality", "What each alert rule is worth", "Those with the most pages first, each with one proposal.")
            .WithQuery(HowMany).Answers(HistoryExamples.Quality);
    }

    private static async Task<IResult> Export(Caller caller, QueryReader query, IGrainFactory grains, TimeProvider clock)
    {
        var (workspace, days, format) = (query.OneWorkspace(caller), query.Of(Days), query.Of(Format));
        if (query.Problem is { } problem) return problem;
        if (await grains.GetGrain<IIncidentHistoryGrain>(workspace).MetricsAsync(days) is not { } metrics) return HistoryEndpoints.BeingRead();
        var export = MetricsExport.From(metrics, days, clock.GetUtcNow());
        return format == "csv" ? TypedResults.Text(MetricsCsv.Of(export), "text/csv; charset=utf-8") : TypedResults.Ok(export);
    }

    private static async Task<IResult> Quality(Caller caller, QueryReader query, IGrainFactory grains, TimeProvider clock)
    {
        var (workspace, days, limit) = (query.OneWorkspace(caller), query.Of(Days), query.Of(HowMany));
        if (query.Problem is { } problem) return problem;
        return await grains.GetGrain<IIncidentHistoryGrain>(workspace).QualityAsync(days, limit) is { Rules: var rules }
            ? TypedResults.Ok(new QualityResponse(clock.GetUtcNow(), days, [.. rules.Select(QualityItem.From)], rules.Length))
            : HistoryEndpoints.BeingRead();
    }
}
