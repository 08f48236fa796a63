using System.Collections.Immutable;
using AiSre.Domain.Incidents;
using AiSre.Grains.Alerts;
using AiSre.Grains.Incidents;

namespace AiSre.Grains.Ledger;

/// <summary>The ledger's read side: SQL over its tables.</summary>
public interface IIncidentReads
{
    /// <summary>The incident with its row's version, or null.</summary>
    ValueTask<(Incident Incident, int Version)?> FindAsync(string workspace, string incidentId);

    ValueTask<string?> LocateAsync(string incidentId);
    ValueTask<IncidentPage> ListAsync(IncidentFilter filter);
    ValueTask<IncidentFacts?> FactsAsync(string workspace, string incidentId);
    ValueTask<ImmutableArray<TimelineEvent>> TimelineAsync(string workspace, string incidentId);
    ValueTask<ImmutableArray<KeptDelivery>> DeliveriesAsync(string workspace, string incidentId);
    ValueTask<ImmutableArray<GroupChild>> ChildrenAsync(string workspace, string incidentId);
    ValueTask<ImmutableArray<ChildFacts>> MembersAsync(string workspace, string incidentId);
    ValueTask<ImmutableArray<AlertFacts>> AlertsAsync(string workspace, string incidentId);
    ValueTask<ImmutableArray<ActionFacts>> ActionsAsync(string workspace, string incidentId);
    ValueTask<ImmutableArray<ActionFacts>> ActivityAsync(string? workspace, int limit);
    ValueTask<ImmutableArray<long>> OpenBySeverityAsync();
    ValueTask<IncidentOverview> OverviewAsync(string? workspace, DateTimeOffset now);

    /// <summary>
    /// Incidents that can still be in a group: unresolved ones created after <paramref name="since"/>, oldest first, with their parents.
    /// </summary>
    ValueTask<IReadOnlyList<(Incident Incident, string? ParentId)>> GroupableAsync(string workspace, DateTimeOffset since, int limit);

    /// <summary>Incidents of a workspace in one phase, newest first.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="phase">Which.</param>
    /// <param name="after">Only those behind this one; null for all.</param>
    /// <param name="limit">At most so many.</param>
    ValueTask<IReadOnlyList<(Incident Incident, IncidentCursor Place)>> InPhaseAsync(
        string workspace, IncidentPhase phase, IncidentCursor? after, int limit);

    ValueTask<DeliveryAnswer?> DeliveryAsync(string workspace, string source, string id);
    ValueTask<ImmutableArray<DeadLetter>> DeadLettersAsync(string? workspace, long afterSeq, int limit, bool newestFirst);

    /// <summary>Dead letters of one workspace, newest first.</summary>
    ValueTask<ImmutableArray<DeadLetter>> DeadLettersBeforeAsync(string workspace, long beforeSeq, int limit);

    ValueTask<long> DeadLetterCountAsync(string workspace);

    /// <summary>Open incidents that a silence keeps quiet, newest first.</summary>
    ValueTask<ImmutableArray<Incident>> QuietAsync(string workspace, int limit);

    /// <summary>Which sources the alerts of the newest incidents came from, and when each was last heard.</summary>
    ValueTask<ImmutableArray<SourceSighting>> SourcesAsync(string workspace);

    ValueTask<long> WorkspaceCountAsync();
    ValueTask<(bool Exists, string? Name)> WorkspaceAsync(string id);
}
