using System.Collections.Immutable;
using AiSre.Console.Requests;
using AiSre.Domain.Alerts;
using AiSre.Domain.Escalation;
using AiSre.Domain.Incidents;
using AiSre.Grains;
using AiSre.Grains.Escalation;
using AiSre.Grains.Incidents;

namespace AiSre.Console.IncidentDetail.Panels;

/// <summary>The incident that a page is about, with what several of its panels need.</summary>
/// <param name="Incident">As its grain has it.</param>
/// <param name="Facts">What the tables know beside it.</param>
/// <param name="Timeline">Oldest first.</param>
/// <param name="Alerts">Its alert identities, oldest first.</param>
/// <param name="Context">Who looks, and when.</param>
/// <param name="Grains">For what a panel asks by itself.</param>
internal sealed record ShownIncident(
    Incident Incident, IncidentFacts Facts, ImmutableArray<TimelineEvent> Timeline, ImmutableArray<AlertFacts> Alerts, ConsoleContext Context,
    IGrainFactory Grains)
{
    private static readonly IncidentFacts Unknown = new(null, null, null, 0, null);

    private Task<ImmutableArray<ComingStep>>? coming;
    private Task<NextStep?>? next;

    public string Id => Incident.Id;

    public string Workspace => Incident.Workspace;

    public DateTimeOffset Now => Context.Now;

    public IIncidentQueries Queries => Grains.GetGrain<IIncidentQueries>(0);

    /// <summary>Alerts that came again, beyond the first of each.</summary>
    public long Repeats => Alerts.Sum(alert => Math.Max(0, alert.Count - 1));

    /// <summary>Whom its escalation tells next, soonest first. Asked once for all that show it.</summary>
    public Task<ImmutableArray<ComingStep>> ComingAsync() => coming ??= Incident.Escalation is { } state
        ? Grains.GetGrain<IEscalationQueries>(0).ComingAsync(Workspace, ServiceScope.Of(Incident.Subject), Incident.Severity, state)
        : Task.FromResult(ImmutableArray<ComingStep>.Empty);

    /// <summary>What happens next; null when nothing does by itself. Asked once for all that show it.</summary>
    public Task<NextStep?> NextAsync() => next ??= Grains.GetGrain<IIncidentBoard>(0).NextAsync(Workspace, Id);

    /// <summary>Null when the workspace has no such incident.</summary>
    public static async Task<ShownIncident?> FindAsync(string id, ConsoleContext context, IGrainFactory grains)
    {
        if (!GrainKeys.IsIncidentId(id)) return null;
        var queries = grains.GetGrain<IIncidentQueries>(0);
        var facts = queries.FactsAsync(context.Workspace, id);
        var timeline = queries.TimelineAsync(context.Workspace, id);
        var alerts = queries.AlertsAsync(context.Workspace, id);
        var incident = await grains.GetGrain<IIncidentGrain>(GrainKeys.Incident(context.Workspace, id)).GetAsync();
        return incident is null ? null : new(incident, await facts ?? Unknown, await timeline, await alerts, context, grains);
    }
}
