using System.Collections.Immutable;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;
using AiSre.Grains.Ledger;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Grains.Incidents;

/// <summary>What the ledger stores of an incident's grain, with the facts that commit with it.</summary>
public sealed record IncidentState : IKept
{
    /// <summary>Null when there is no such incident.</summary>
    public Incident? Incident { get; init; }

    /// <summary>The ledger could not be asked when the grain activated, so nobody knows whether there is one.</summary>
    public bool Unread { get; init; }

    /// <summary>Timeline events of the change that is being written; empty once it is.</summary>
    public ImmutableArray<TimelineEvent> Events { get; init; } = [];

    /// <summary>Alert rows that the change ends, begins again, adds or moves.</summary>
    public ImmutableArray<AlertChange> Alerts { get; init; } = [];

    /// <summary>The incident that an unmerged alert gets.</summary>
    public AlertSplit? Split { get; init; }

    /// <summary>What the incident must do later, and what it has done by now.</summary>
    public ImmutableArray<AlarmChange> Alarms { get; init; } = [];

    /// <summary>Who must be told of the change.</summary>
    public ImmutableArray<OutboxMessage> Outbox { get; init; } = [];

    public LedgerOutcome Outcome { get; set; }

    public async ValueTask<(IKept State, int Version)> ReadAsync(IServiceProvider services, DocumentKey key)
    {
        try
        {
            var found = await services.GetRequiredService<IIncidentReads>().FindAsync(key.Workspace, key.Id);
            return (new IncidentState { Incident = found?.Incident }, found?.Version ?? 0);
        }
        catch (LedgerUnavailableException)
        {
            return (new IncidentState { Unread = true }, 0);
        }
    }

    public LedgerEntry Entry(IServiceProvider services, DocumentKey key, int version) => new IncidentWrite
    {
        Incident = Incident!,
        Version = version,
        Alerts = Alerts,
        Split = Split,
        Facts = new() { Alarms = Alarms, Messages = Outbox, Events = [.. Events.Select(e => new IncidentEvent(key.Workspace, key.Id, e))] },
    };
}
