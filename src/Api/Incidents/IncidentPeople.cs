using AiSre.Api.Errors;
using AiSre.Api.Security;
using AiSre.Grains;
using AiSre.Grains.Incidents;
using AiSre.Grains.OnCall;

namespace AiSre.Api.Incidents;

/// <summary>Who may be named in a command, where its workspace defines people: they, their teams, and whoever asks.</summary>
public sealed class IncidentPeople(IGrainFactory grains)
{
    /// <summary>The name as it is defined, or the refusal.</summary>
    /// <param name="incident">Of which workspace.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="field">Of the body.</param>
    /// <param name="name">As it was written.</param>
    /// <param name="orTeam">A team will do.</param>
    internal async ValueTask<(string Name, ProblemResult? Problem)> FindAsync(
        IIncidentGrain incident, Caller caller, string field, string name, bool orTeam = false)
    {
        if (name == caller.Name) return (name, null);
        var workspace = GrainKeys.Parse(incident.GetPrimaryKeyString()).Workspace;
        var somebody = await grains.GetGrain<IOnCallQueries>(0).NamedAsync(workspace, name, orTeam);
        return (somebody.Name, somebody.IsKnown ? null : Problems.Unprocessable("body", field, somebody.Refusal));
    }
}
