using AiSre.Domain;
using AiSre.Domain.Autonomy;
using AiSre.Domain.Demo;
using AiSre.Domain.Incidents;
using AiSre.Grains.Autonomy;

namespace AiSre.Grains.Demo;

/// <summary>Autonomy is off, as it is anywhere: what it has earned is in the log, and somebody has looked what it would do.</summary>
internal sealed class AutonomyChapter(IGrainFactory grains, string workspace) : IDemoChapter
{
    private static readonly TimeSpan Ago = TimeSpan.FromMinutes(11), Took = TimeSpan.FromSeconds(1.4);

    public string Kind => "autonomy";

    public int CountIn(DemoStory story) => 1;

    public async Task<int> WriteAsync(DemoStory story, int written)
    {
        var keeper = grains.GetGrain<IAutonomyGrain>(workspace);
        await keeper.ChangeAsync(new() { Namespaces = ["shop"] }, DemoShop.Admin);
        await keeper.EndAsync(Cycle(story, story.Now - Ago));
        return CountIn(story);
    }

    private static CycleSummary Cycle(DemoStory story, DateTimeOffset at)
    {
        var there = story.Incidents.Where(incident => incident.Now.Phase is not IncidentPhase.Resolved && incident.Opened.CreatedAt <= at)
            .Select(incident => new AutonomyCandidate(incident.Now, incident.ParentId));
        var open = CandidateRules.InOrder(there).Take(new AutonomySettings().MaxIncidentsPerCycle).ToList();
        return new("cyc-" + TimedId.Of(TimedId.MillisecondOf(at), 0), at, at + Took, open.Count, Executed: 0, AwaitingApproval: 0)
        {
            IsDryRun = true, Skipped = [.. open.Select(candidate => new CycleSkip(candidate.Incident.Id, WhyNot(candidate, at)))],
        };
    }

    private static string WhyNot(AutonomyCandidate candidate, DateTimeOffset at) => CandidateRules.WhyNot(candidate, at)
        ?? "Its cause is undetermined.";
}
