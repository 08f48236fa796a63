using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;
using AiSre.Domain.OnCall;
using AiSre.Grains.Definitions;
using AiSre.Grains.Notifications;

namespace AiSre.Grains.Incidents;

/// <summary>Gathers what the rules need to know beside the incident when they decide who is told.</summary>
internal sealed class TellContexts(IDefinitions definitions, IncidentGroup group, TellOptions tell)
{
    /// <param name="incident">Whom it is about.</param>
    /// <param name="now">The instant that is decided for.</param>
    /// <param name="from">The source whose signal caused it.</param>
    /// <param name="withOthers">How many others its group has is said in what is sent.</param>
    public async ValueTask<TellContext> OfAsync(Incident incident, DateTimeOffset now, string? from = null, bool withOthers = false)
    {
        var defined = await definitions.OfAsync(incident.Workspace);
        return new()
        {
            Definitions = defined,
            Now = now,
            Duty = OnCallNow.Of(defined),
            PublicUrl = tell.PublicUrl,
            From = from,
            Others = withOthers && !defined.IsEmpty ? await group.CountChildrenAsync(incident) : 0,
        };
    }
}
