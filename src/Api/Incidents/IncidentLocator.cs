using AiSre.Api.Security;
using AiSre.Domain.Incidents;
using AiSre.Grains;
using AiSre.Grains.Incidents;

namespace AiSre.Api.Incidents;

/// <summary>Finds incidents for a caller. What is not in the caller's workspaces does not exist for him.</summary>
public sealed class IncidentLocator(IGrainFactory grains)
{
    public IIncidentQueries Queries => grains.GetGrain<IIncidentQueries>(0);

    public IncidentPeople People => new(grains);

    public async ValueTask<Incident?> FindAsync(Caller caller, string incidentId) =>
        await GrainAsync(caller, incidentId) is { } grain ? await grain.GetAsync() : null;

    /// <summary>Null when the id is none, or no workspace of the caller has it.</summary>
    public async ValueTask<IIncidentGrain?> GrainAsync(Caller caller, string incidentId)
    {
        if (!GrainKeys.IsIncidentId(incidentId)) return null;
        // A list without a workspace shows all of them, so what it shows must open without naming one too.
        var anywhere = caller.BoundWorkspace is null && !caller.NamedWorkspace;
        var workspace = anywhere ? await Queries.LocateAsync(incidentId) : caller.Workspace;
        return workspace is null ? null : grains.GetGrain<IIncidentGrain>(GrainKeys.Incident(workspace, incidentId));
    }
}
