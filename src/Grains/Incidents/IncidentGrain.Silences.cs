using AiSre.Domain.Incidents;
using AiSre.Domain.Silences;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Incidents;

/// <summary>Whether nobody is told of the incident for now.</summary>
public sealed partial class IncidentGrain
{
    public async Task SilencesChangedAsync()
    {
        await store.EnsureReadAsync();
        if (store.State.Incident is not { Phase: not IncidentPhase.Resolved } known) return;
        var standing = await silences.FreshAsync(known.Workspace);
        await store.RetryOnConflictAsync(async () => store.State.Incident is { Phase: not IncidentPhase.Resolved } incident
            ? await CommitAsync(SilenceRules.Mark(incident, SilenceRules.MarkFor(incident, standing, clock.GetUtcNow()), null, clock.GetUtcNow()))
            : null);
    }

    /// <summary>The silence that marks it is over by what was known of it; it may have been prolonged since, and there may be another.</summary>
    private async Task EndSilenceAsync(Incident incident, AlarmFired fired, long? lateBy, DateTimeOffset now)
    {
        if (incident.Silenced is null)
        {
            await CommitAsync(IncidentChange.None(incident), alarms: [fired]);
            return;
        }
        var change = SilenceRules.Mark(incident, SilenceRules.MarkFor(incident, await silences.OfAsync(incident.Workspace), now), lateBy, now);
        await CommitAsync(change, alarms: Again(fired, change.Incident.Silenced?.Until));
    }
}
