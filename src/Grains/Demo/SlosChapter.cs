using AiSre.Domain.Demo;
using AiSre.Domain.Slos;
using AiSre.Grains.Slos;

namespace AiSre.Grains.Demo;

/// <summary>What is promised. From here on it is looked at every minute, and found as the story has left it.</summary>
internal sealed class SlosChapter(IGrainFactory grains, string workspace, string actor) : IDemoChapter
{
    public string Kind => "slos";

    public int CountIn(DemoStory story) => story.Promised.Length;

    public async Task<int> WriteAsync(DemoStory story, int written)
    {
        var slos = grains.GetGrain<ISlosGrain>(workspace);
        var outcome = await slos.PutAsync(story.Promised, actor);
        if (outcome.Refusal is not SloRefusal.None)
            throw new InvalidOperationException($"The demo's SLO {outcome.Name} was refused: {outcome.Refusal}.");
        foreach (var group in story.Promised.Where(SloGroupRules.IsGroup))
        {
            var values = story.Budgets.Select(budget => SloGroupRules.Split(budget.Slo.Name)).Where(split => split.Name == group.Name)
                .Select(split => split.Value).OfType<string>();
            await slos.GroupedAsync(group.Name, [.. values]);
        }
        return CountIn(story);
    }
}
