using AiSre.Api.Description;
using AiSre.Api.Edge;
using AiSre.Api.Incidents;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Domain.Deploys;
using AiSre.Domain.Deploys.Shapes;
using AiSre.Grains.Deploys;

namespace AiSre.Api.Deploys;

/// <summary>What was rolled out, and what of it an incident may come from.</summary>
internal static class DeployEndpoints
{
    private static readonly QueryParameter<string?> SaidService = Query.Text(
        "service", "What was rolled out, for bodies that do not say it, or not as alerts do.");

    private static readonly QueryParameter<string?> SaidNamespace = Query.Text("namespace", "Where, for bodies that do not say it.");
    private static readonly QueryParameter<string?> SaidEnvironment = Query.Text("environment", "Where, for bodies that do not say it.");
    private static readonly QueryParameter<string?> SaidCluster = Query.Text("cluster", "Where, for bodies that do not say it.");
    private static readonly QueryParameter<int> Limit = Query.Whole("limit", "How many, at most.", 1, 100, 20);
    private static readonly QueryParameter<string?> OfService = Query.Text("service", "Only those of this service.");
    private static readonly QueryParameter<string?> OfNamespace = Query.Text("namespace", "Only those in this namespace.");

    private static readonly QueryParameter<int> Lookback = Query.Whole(
        "lookback_minutes", "How long before the incident a deploy may be; exactly so long counts.", 1, DeployLimits.LookbackMinutes,
        (int)DeployRules.Lookback.TotalMinutes);

    public static void MapDeploys(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/webhook/deploy").WithTags("Deploys");
        group.MapPost("", Record).RequireRole(Role.Ingest, KeyScope.Ingest).AsIngest()
            .Accepts<DeployRequest>("application/json", "application/x-www-form-urlencoded")
            .Describe(
                "recordDeploy", "Tell of a deploy",
                "Said again with the same deploy_id it goes on, and a repeat changes nothing. The deployment events of "
                    + $"{string.Join(", ", KnownDeployShapes.Tools)} are understood as well; one that failed is an alert too.")
            .WithHeaders([.. DeployHeaders.All]).WithQuery(SaidService, SaidNamespace, SaidEnvironment, SaidCluster)
            .Takes(DeployExamples.Request).Answers(DeployExamples.Stored);
        group.MapGet("/recent", Recent).RequireRole(Role.Viewer, KeyScope.Read).Describe("listRecentDeploys", "Deploys, newest first")
            .WithQuery(WorkspaceQuery.Id, Limit, OfService, OfNamespace).Answers(DeployExamples.List);
        endpoints.MapIncident(Role.Viewer, KeyScope.Read, "Deploys").MapGet("/deploy-correlation", Correlation)
            .Describe(
                "getDeployCorrelation", "The deploy that it may come from",
                "The nearest before it of its service, or of its workload in its namespace.")
            .WithQuery(Lookback).Answers(DeployExamples.Correlated);
    }

    private static Task<IResult> Record(HttpContext context, Caller caller, QueryReader query, DeployIntake intake)
    {
        var said = new DeployPlace(query.Of(SaidService), query.Of(SaidNamespace), query.Of(SaidEnvironment), query.Of(SaidCluster));
        return query.Problem is { } problem ? Task.FromResult<IResult>(problem) : intake.HandleAsync(context, caller, said);
    }

    private static async Task<IResult> Recent(Caller caller, QueryReader query, IGrainFactory grains)
    {
        var filter = new DeployFilter
        {
            Workspace = query.Workspace(caller), Service = query.Of(OfService), Namespace = query.Of(OfNamespace), Limit = query.Of(Limit),
        };
        if (query.Problem is { } problem) return problem;
        var deploys = await grains.GetGrain<IDeployQueries>(0).RecentAsync(filter);
        return TypedResults.Ok(new DeployListResponse([.. deploys.Select(StoredDeploy.From)], deploys.Length));
    }

    private static async Task<IResult> Correlation(
        string incidentId, Caller caller, QueryReader query, IncidentLocator incidents, IGrainFactory grains)
    {
        var lookback = query.Of(Lookback);
        if (query.Problem is { } problem) return problem;
        if (await incidents.FindAsync(caller, incidentId) is not { } incident) return IncidentEndpoints.NotFound(incidentId);
        var (target, start) = (DeployTarget.Of(incident.Subject), DeployCorrelation.StartOf(incident));
        var deploy = await grains.GetGrain<IDeployQueries>(0)
            .LatestAsync(incident.Workspace, target, start, TimeSpan.FromMinutes(lookback));
        return TypedResults.Ok(new DeployCorrelationResponse(
            incident.Id, deploy is not null, deploy is null ? null : CorrelatedDeploy.From(deploy, start), lookback,
            DeployCorrelation.Sentence(deploy, target, start, lookback)));
    }
}
