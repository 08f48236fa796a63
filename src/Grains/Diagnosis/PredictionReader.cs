using AiSre.Domain.Diagnosis;
using AiSre.Domain.Incidents;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Diagnosis;

/// <summary>Reads what has happened to an incident since its cause was looked for.</summary>
public sealed class PredictionReader(IGrainFactory grains, IIncidentReads incidents, IAlertIndex alerts)
{
    /// <summary>Incidents of one alert that opened since are walked back over; nobody waits so long that there are more.</summary>
    private const int MostSince = 20;

    /// <summary>Null: there is no such incident.</summary>
    public async Task<PredictionFacts?> ReadAsync(string workspace, string incidentId)
    {
        if (await grains.GetGrain<IIncidentGrain>(GrainKeys.Incident(workspace, incidentId)).GetAsync() is not { } incident) return null;
        var timeline = await incidents.TimelineAsync(workspace, incidentId);
        return new(incident, timeline, await NextAsync(incident));
    }

    /// <summary>When the first of its alerts opened an incident again after it.</summary>
    private async Task<DateTimeOffset?> NextAsync(Incident incident)
    {
        DateTimeOffset? first = null;
        var newest = await alerts.FindAllAsync(incident.Workspace, [.. incident.Alerts.Select(alert => new AlertName(alert.Identity, null))]);
        foreach (var id in newest.OfType<AlertRow>().Select(row => row.IncidentId).Where(id => id != incident.Id).Distinct(StringComparer.Ordinal))
        {
            var next = (await incidents.FindAsync(incident.Workspace, id))?.Incident;
            for (var i = 0; i < MostSince && next?.PreviousIncidentId is { } before && before != incident.Id; i++)
                next = (await incidents.FindAsync(incident.Workspace, before))?.Incident;
            if (next is not null && next.CreatedAt > incident.CreatedAt && !(first <= next.CreatedAt)) first = next.CreatedAt;
        }

        return first;
    }
}
