using AiSre.Domain.Incidents;

namespace AiSre.Grains.Ledger;

/// <summary>Incidents have a table of their own, because lists filter on what is in them.</summary>
public sealed class IncidentKind(IIncidentReads reads) : ILedgerKind<Incident>
{
    public async ValueTask<(Incident? State, int Version)> FindAsync(DocumentKey key) =>
        await reads.FindAsync(key.Workspace, key.Id) is { } found ? (found.Incident, found.Version) : (null, 0);

    public LedgerEntry Entry(DocumentKey key, int version, Incident? state, LedgerFacts facts)
    {
        if (state is null) throw new NotSupportedException("Incidents are history: they are never cleared.");
        if (version == 0) throw new InvalidOperationException("An incident is born by its intake, not by its grain.");
        var ofIncident = facts as IncidentWriteFacts;
        return new IncidentWrite { Incident = state, Version = version, Alerts = ofIncident?.Alerts ?? [], Split = ofIncident?.Split, Facts = facts };
    }
}
