using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;

namespace AiSre.Domain.Demo;

/// <summary>Alerts that end and come again; what does so too often must be quiet for a while before its end is believed.</summary>
internal sealed class DemoFlapping(DemoReactions reactions)
{
    /// <summary>Its tool says that it is over.</summary>
    public void End(DemoPart part, DateTimeOffset at)
    {
        if (!part.Incident.Alerts[0].Firing) return;
        part.Flapping = FlappingRules.OnTransition(part.Flapping, at, DedupOptions.Default);
        if (FlappingRules.HoldsOpen(part.Flapping, at, at, DedupOptions.Default))
        {
            part.HeldSince = at;
            reactions.Change(part, i => Mark(part, i, at), at);
        }
        else
        {
            part.End(at);
            reactions.Change(
                part, i => AlertLifecycleRules.AlertResolved(i, part.Identity, part.Actor, at, at).Then(next => Mark(part, next, at)), at);
        }
        WaitForCalm(part);
    }

    /// <summary>Its tool says that it is there again.</summary>
    public void FireAgain(DemoPart part, DateTimeOffset at)
    {
        part.Flapping = FlappingRules.OnTransition(part.Flapping, at, DedupOptions.Default);
        var held = part.HeldSince is not null;
        part.Begin(at);
        reactions.Change(part, i => held
            ? Mark(part, i, at)
            : AlertLifecycleRules.AlertReopened(i, part.Identity, part.Actor, "fires again", at).Then(next => Mark(part, next, at)), at);
        WaitForCalm(part);
    }

    /// <summary>It has been quiet for long enough.</summary>
    public void CalmDown(DemoPart part, DateTimeOffset at)
    {
        if (part.HeldSince is { } since && !FlappingRules.HoldsOpen(part.Flapping, since, at, DedupOptions.Default))
        {
            part.End(at);
            reactions.Change(part, i => AlertLifecycleRules.AlertResolved(i, part.Identity, "system", since, at), at);
        }
        if (part.Flapping.Flapping && FlappingRules.IsOver(part.Flapping, at, DedupOptions.Default))
        {
            part.Flapping = FlappingState.Calm;
            reactions.Change(part, i => IncidentRules.EndFlapping(i, part.Identity, at), at);
        }
        WaitForCalm(part);
    }

    private static IncidentChange Mark(DemoPart part, Incident incident, DateTimeOffset at) => (part.Flapping.Flapping, incident.Flapping) switch
    {
        (true, false) => IncidentRules.StartFlapping(incident, part.Identity, at),
        (false, true) => IncidentRules.EndFlapping(incident, part.Identity, at),
        _ => IncidentChange.None(incident),
    };

    private static void WaitForCalm(DemoPart part)
    {
        if (FlappingRules.NextChange(part.Flapping, part.HeldSince, DedupOptions.Default) is { } next) part.Wakes[DemoPart.Calm] = next;
        else part.Wakes.Remove(DemoPart.Calm);
    }
}
