using System.Collections.Immutable;
using AiSre.Api.Description;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Domain;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Incidents;
using AiSre.Grains.OnCall;

namespace AiSre.Api.Incidents;

/// <summary>Finding incidents.</summary>
internal static class IncidentListEndpoint
{
    private const string Newest = "newest", Oldest = "oldest", BySeverity = "severity", ByUpdate = "updated";

    /// <summary>Labels that one list can ask for.</summary>
    private const int MostLabels = 16;

    private static readonly QueryParameter<string?> Cursor = Query.Text("cursor", "The next_cursor of the page before.");
    private static readonly QueryParameter<IReadOnlyList<string>> States = Query.WordList(
        "state", "Only those in one of these states.", "open", "acknowledged", "resolved");
    private static readonly QueryParameter<IReadOnlyList<string>> Severities = SeverityQuery.List("Only those of one of these severities.");
    private static readonly QueryParameter<string?> Service = Query.Text("service", "Only those of this service.");
    private static readonly QueryParameter<string?> Namespace = Query.Text("namespace", "Only those of this namespace.");
    private static readonly QueryParameter<string?> Team = Query.Text("team", "Only those of services of this team, as it is defined now.");
    private static readonly QueryParameter<IReadOnlyList<string>> Labels = Query.Texts(
        "label", "name:value, in any case: only those with this label, or this service, namespace, deployment, pod, container, node or cluster. "
            + "May come several times; all count.");
    private static readonly QueryParameter<string?> AcknowledgedBy = Query.Text("acknowledged_by", "Only those that this person has acknowledged.");
    private static readonly QueryParameter<string?> AssignedTo = Query.Text("assigned_to", "Only those that this person or team was given.");
    private static readonly QueryParameter<string?> Words = Query.Text(
        "q", "Only those in whose title, id, source, place (service, node, cluster, …) or values of labels each of these words is found, in any "
            + "case. Words between quotation marks are one.");
    private static readonly QueryParameter<DateTimeOffset?> Since = Query.Instant("since", "Only those created then or later.");
    private static readonly QueryParameter<DateTimeOffset?> Until = Query.Instant("until", "Only those created before.");
    private static readonly QueryParameter<string> Sort = Query.WordOr(
        Newest, "sort", "newest or oldest first; by severity, the worst first; updated: what has changed last first.",
        Newest, Oldest, BySeverity, ByUpdate);
    private static readonly QueryParameter<string?> Order = Query.Word("order", "asc turns severity and updated round.", "asc", "desc");
    private static readonly QueryParameter<int> PageSize = Query.Whole("limit", "How many, at most.", 1, 100, 20);

    public static void MapIncidentList(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/incidents", List).WithTags("Incidents").RequireRole(Role.Viewer, KeyScope.Read)
            .Describe("listIncidents", "Incidents, newest first", "And how many match in all.")
            .WithQuery(
                WorkspaceQuery.Id, States, Severities, Service, Namespace, Team, Labels, AcknowledgedBy, AssignedTo, Words, Since, Until, Sort, Order,
                PageSize, Cursor)
            .Answers(IncidentExamples.List);

    private static async Task<IResult> List(Caller caller, QueryReader query, IncidentLocator incidents, IGrainFactory grains)
    {
        var filter = Read(caller, query);
        if (query.Problem is null && filter.Team is { } team) await RefuseUnknownAsync(team, filter.Workspace, query, grains);
        if (query.Problem is { } problem) return problem;
        var page = await incidents.Queries.ListAsync(filter);
        return TypedResults.Ok(new IncidentListResponse(
            [.. page.Items.Select(item => IncidentResponse.From(item.Incident, item.Facts))], page.Items.Length,
            IncidentCursors.Write(page.Next, filter.Sort), Math.Min(page.Total ?? 0, IncidentFilter.MostCounted),
            page.Total > IncidentFilter.MostCounted));
    }

    private static IncidentFilter Read(Caller caller, QueryReader query)
    {
        var workspace = query.Workspace(caller);
        var (sort, order, cursor) = (query.Of(Sort), query.Of(Order), query.Of(Cursor));
        if (order is not null && sort is Newest or Oldest)
            query.Refuse(Order, "Goes with sort=severity and sort=updated; newest and oldest say it themselves.");
        var by = sort switch { BySeverity => IncidentSort.Severity, ByUpdate => IncidentSort.Updated, _ => IncidentSort.Created };
        var after = cursor is null ? null : IncidentCursors.Read(cursor, by);
        if (cursor is not null && after is null) query.Refuse(Cursor, "Must be a next_cursor of an earlier answer to the same question.");
        var text = query.Of(Words);
        if (text is not null && IncidentWords.Of(text).Count() > IncidentWords.MostWords)
            query.Refuse(Words, Invariant($"Must be at most {IncidentWords.MostWords} words."));
        return new()
        {
            Workspace = workspace,
            Phases = [.. query.Of(States).Select(state => IncidentPhases.Parse(state)).OfType<IncidentPhase>()],
            Severities = [.. query.Of(Severities).Select(severity => SeverityMap.Parse(severity)).OfType<Severity>()],
            Service = query.Of(Service),
            Namespace = query.Of(Namespace),
            Team = query.Of(Team),
            Labels = ReadLabels(query),
            AcknowledgedBy = query.Of(AcknowledgedBy),
            AssignedTo = query.Of(AssignedTo),
            Text = text,
            Since = query.Of(Since),
            Until = query.Of(Until),
            Sort = by,
            Ascending = sort is Oldest || order is "asc",
            Limit = query.Of(PageSize),
            After = after,
            Counts = true,
        };
    }

    private static ImmutableArray<AlertLabel> ReadLabels(QueryReader query)
    {
        var labels = ImmutableArray.CreateBuilder<AlertLabel>();
        foreach (var text in query.Of(Labels))
        {
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && text.Length <= 600) labels.Add(new(text[..colon].Trim(), text[(colon + 1)..].Trim()));
            else query.Refuse(Labels, "Must be name:value, such as nodepool:blue.");
        }
        if (labels.Count > MostLabels) query.Refuse(Labels, Invariant($"Must be at most {MostLabels}."));
        return labels.ToImmutable();
    }

    private static async Task RefuseUnknownAsync(string team, string? workspace, QueryReader query, IGrainFactory grains)
    {
        if (workspace is null)
        {
            query.Refuse(Team, "Needs a workspace, because teams are those of one: name it by X-Workspace-Id or workspace_id.");
            return;
        }
        var names = (await grains.GetGrain<IOnCallQueries>(0).TeamsAsync(workspace)).Select(known => known.Name).ToList();
        if (!names.Contains(team, StringComparer.OrdinalIgnoreCase))
            query.Refuse(Team, $"There is no team {Spelling.Shown(team)}; {Spelling.Allowed(team, names)}");
    }
}
