using AiSre.Domain.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Incidents;

/// <summary>The incidents above and below one in its group, as the ledger knows them.</summary>
internal sealed class IncidentGroup(IAlertIndex index, IIncidentReads reads, IGrainFactory grains)
{
    /// <summary>As many children are told at once.</summary>
    private const int ChildrenAtOnce = 20;

    /// <summary>The incident that leads the group; null when this one does, or has none.</summary>
    public async ValueTask<Incident?> ParentOfAsync(Incident incident) =>
        (await reads.FactsAsync(incident.Workspace, incident.Id))?.ParentId is { } parent
            ? (await reads.FindAsync(incident.Workspace, parent))?.Incident
            : null;

    public async ValueTask<int> CountChildrenAsync(Incident incident) =>
        await index.GroupOfAsync(incident.Workspace, incident.Id) is null ? 0 : (await reads.ChildrenAsync(incident.Workspace, incident.Id)).Length;

    public async ValueTask<bool> HasChildrenAsync(Incident incident) => await CountChildrenAsync(incident) > 0;

    /// <summary>Tells the children that their parent was acknowledged or resolved.</summary>
    public async Task NotifyChildrenAsync(Incident parent)
    {
        var actor = (parent.Phase is IncidentPhase.Acknowledged ? parent.AcknowledgedBy : parent.ResolvedBy) ?? "system";
        foreach (var some in (await reads.ChildrenAsync(parent.Workspace, parent.Id)).Chunk(ChildrenAtOnce))
        {
            await Task.WhenAll(some.Select(child =>
                grains.GetGrain<IIncidentGrain>(GrainKeys.Incident(parent.Workspace, child.IncidentId))
                    .ParentChangedAsync(parent.Id, parent.Phase, actor)));
        }
    }
}
