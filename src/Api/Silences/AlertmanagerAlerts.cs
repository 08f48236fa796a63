using AiSre.Api.Description;
using AiSre.Api.Incidents;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Domain.Incidents;
using AiSre.Domain.Silences;

namespace AiSre.Api.Silences;

/// <summary>Incidents that are not resolved as Alertmanager's own API shows alerts, for amtool and what else asks it for them.</summary>
internal static class AlertmanagerAlerts
{
    /// <summary>Incidents that are looked at, the newest.</summary>
    private const int Most = 1_000;

    private static readonly QueryParameter<IReadOnlyList<string>> Filters = Query.Texts(
        "filter", "A matcher such as alertname=\"HighCpu\"; only alerts that it matches. May come several times.");
    private static readonly QueryParameter<string> Active = YesUnlessNo("active", "false leaves out those that nothing keeps quiet.");
    private static readonly QueryParameter<string> Silenced = YesUnlessNo("silenced", "false leaves out those that a silence keeps quiet.");
    private static readonly QueryParameter<string> Inhibited = YesUnlessNo("inhibited", "As in Alertmanager; nothing is inhibited here.");
    private static readonly QueryParameter<string> Unprocessed = YesUnlessNo("unprocessed", "As in Alertmanager; all are processed here.");
    private static readonly QueryParameter<string?> Receiver = Query.Text("receiver", "As in Alertmanager; there are no receivers to choose here.");

    public static void MapAlertmanagerAlerts(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/api/v2/alerts", List).WithTags("Integrations").RequireRole(Role.Viewer, KeyScope.Read)
            .Describe(
                "listAlertmanagerAlerts", "Incidents as Alertmanager shows alerts",
                "Those that are not resolved, each as one alert, the newest 1,000 at most.")
            .WithQuery(Filters, Active, Silenced, Inhibited, Unprocessed, Receiver).Answers(SilenceExamples.AlertmanagerAlerts);

    private static async Task<IResult> List(Caller caller, QueryReader query, IncidentLocator incidents, TimeProvider clock)
    {
        var filters = query.Matchers(Filters);
        var (active, silenced) = (query.Of(Active) == "true", query.Of(Silenced) == "true");
        _ = (query.Of(Inhibited), query.Of(Unprocessed), query.Of(Receiver));
        if (query.Problem is { } problem) return problem;
        var page = await incidents.Queries.ListAsync(new()
        {
            Workspace = caller.Workspace, Phases = [IncidentPhase.Open, IncidentPhase.Acknowledged], Limit = Most,
        });
        var now = clock.GetUtcNow();
        return TypedResults.Ok(page.Items
            .Where(item => item.Incident.Silenced is null ? active : silenced)
            .Where(item => filters.TrueForAll(filter => filter.Matches(LabelValues.Of(item.Incident, filter.Name))))
            .Select(item => GettableAlert.From(item, now)).ToList());
    }

    private static QueryParameter<string> YesUnlessNo(string name, string description) => Query.WordOr("true", name, description, "true", "false");
}
