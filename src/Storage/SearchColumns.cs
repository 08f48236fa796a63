using AiSre.Domain.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Storage;

/// <summary>What the row of an incident in <c>incident_search</c> says beside its key.</summary>
/// <param name="Incident">As it is now.</param>
/// <param name="UpdatedAt">When its newest event was, Unix milliseconds; null: none came with this.</param>
internal readonly record struct SearchColumns(Incident Incident, long? UpdatedAt)
{
    public static SearchColumns Of(LedgerEntry entry, Incident incident)
    {
        long? newest = null;
        foreach (var e in entry.Facts.Events)
        {
            if (e.Event.At.ToUnixTimeMilliseconds() is var at && !(at <= newest) && e.IncidentId == incident.Id) newest = at;
        }
        return new(incident, newest);
    }

    public string Words => IncidentWords.Text(Incident);

    public string Labels => IncidentWords.Labels(Incident);
}
