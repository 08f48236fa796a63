using System.Collections.Immutable;
using AiSre.Domain.Incidents;
using AiSre.Domain.Silences;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Silences;

/// <summary>
/// Goes through the unresolved incidents of a workspace, and asks those that are not marked as its silences say to decide anew. The others cost a
/// look at their row.
/// </summary>
internal sealed class SilenceSweep(string workspace, IIncidentReads reads, IGrainFactory grains, TimeProvider clock)
{
    private const int PageSize = 256;
    private const int AtOnce = 32;

    private IncidentPhase phase = IncidentPhase.Open;
    private IncidentCursor? after;

    /// <summary>The next turn begins anew.</summary>
    public void Restart() => (phase, after) = (IncidentPhase.Open, null);

    /// <summary>
    /// Goes on where the last turn has stopped. Deciding twice is deciding once, so it does not matter when an activation forgets where that was.
    /// </summary>
    /// <returns>False when the time was over before all were seen.</returns>
    public async Task<bool> TurnAsync(ImmutableArray<Silence> silences, TimeSpan longest)
    {
        var began = clock.GetTimestamp();
        var now = clock.GetUtcNow();
        var active = silences.Where(silence => SilenceRules.ActiveAt(silence, now) is not null).ToList();
        while (true)
        {
            var page = await reads.InPhaseAsync(workspace, phase, after, PageSize);
            var wrong = page.Where(row => SilenceRules.MarkFor(row.Incident, active, now) != row.Incident.Silenced);
            foreach (var few in wrong.Chunk(AtOnce)) await Task.WhenAll(few.Select(row => IncidentOf(row.Incident.Id).SilencesChangedAsync()));
            if (page.Count > 0) after = page[^1].Place;
            if (page.Count < PageSize)
            {
                // What is acknowledged in the meantime is seen in the second phase.
                if (phase is IncidentPhase.Acknowledged)
                {
                    Restart();
                    return true;
                }
                (phase, after) = (IncidentPhase.Acknowledged, null);
            }
            if (clock.GetElapsedTime(began) > longest) return false;
        }
    }

    private IIncidentGrain IncidentOf(string id) => grains.GetGrain<IIncidentGrain>(GrainKeys.Incident(workspace, id));
}
