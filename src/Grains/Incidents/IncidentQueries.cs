using System.Collections.Immutable;
using AiSre.Domain.Incidents;
using AiSre.Domain.OnCall;
using AiSre.Grains.Definitions;
using AiSre.Grains.Ledger;
using Orleans.Concurrency;

namespace AiSre.Grains.Incidents;

[GrainType("incident-queries"), StatelessWorker]
public sealed class IncidentQueries(IIncidentReads reads, IDefinitions definitions) : Grain, IIncidentQueries
{
    public async Task<IncidentPage> ListAsync(IncidentFilter filter)
    {
        if (filter is not { Team: { } team, Workspace: { } workspace }) return await reads.ListAsync(filter);
        return TeamScopes.Of(await definitions.OfAsync(workspace), team) is { } scopes
            ? await reads.ListAsync(filter with { Scopes = scopes })
            : new([], null, 0);
    }

    public Task<string?> LocateAsync(string incidentId) => reads.LocateAsync(incidentId).AsTask();
    public Task<IncidentFacts?> FactsAsync(string workspace, string incidentId) => reads.FactsAsync(workspace, incidentId).AsTask();
    public Task<ImmutableArray<TimelineEvent>> TimelineAsync(string workspace, string incidentId) =>
        reads.TimelineAsync(workspace, incidentId).AsTask();
    public Task<ImmutableArray<KeptDelivery>> DeliveriesAsync(string workspace, string incidentId) =>
        reads.DeliveriesAsync(workspace, incidentId).AsTask();
    public Task<ImmutableArray<GroupChild>> ChildrenAsync(string workspace, string incidentId) => reads.ChildrenAsync(workspace, incidentId).AsTask();
    public Task<ImmutableArray<ChildFacts>> MembersAsync(string workspace, string incidentId) => reads.MembersAsync(workspace, incidentId).AsTask();
    public Task<ImmutableArray<AlertFacts>> AlertsAsync(string workspace, string incidentId) => reads.AlertsAsync(workspace, incidentId).AsTask();
    public Task<ImmutableArray<ActionFacts>> ActionsAsync(string workspace, string incidentId) => reads.ActionsAsync(workspace, incidentId).AsTask();
    public Task<ImmutableArray<ActionFacts>> ActivityAsync(string? workspace, int limit) => reads.ActivityAsync(workspace, limit).AsTask();
    public Task<ImmutableArray<SourceSighting>> SourcesAsync(string workspace) => reads.SourcesAsync(workspace).AsTask();
    public Task<ImmutableArray<long>> OpenBySeverityAsync() => reads.OpenBySeverityAsync().AsTask();
    public Task<IncidentOverview> OverviewAsync(string? workspace, DateTimeOffset now) => reads.OverviewAsync(workspace, now).AsTask();
}
