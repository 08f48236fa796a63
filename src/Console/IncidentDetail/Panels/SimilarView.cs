using AiSre.Grains.History;

namespace AiSre.Console.IncidentDetail.Panels;

/// <summary>Incidents that are like it.</summary>
/// <param name="Found">Null: history is still being read.</param>
/// <param name="Service">Whose history says more; null: the incident names none.</param>
public sealed record SimilarView(SimilarIncidents? Found, string? Service)
{
    private const int Shown = 5;

    internal static async Task<SimilarView?> LoadAsync(ShownIncident shown) => new(
        await shown.Grains.GetGrain<IIncidentHistoryGrain>(shown.Workspace).SimilarAsync(shown.Id, Shown), shown.Incident.Subject.Service);
}
