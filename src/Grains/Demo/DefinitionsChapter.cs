using AiSre.Domain.Demo;
using AiSre.Grains.Definitions;
using AiSre.Grains.OnCall;
using AiSre.Grains.Workspaces;

namespace AiSre.Grains.Demo;

/// <summary>Who looks after what, and who stands in.</summary>
internal sealed class DefinitionsChapter(IGrainFactory grains, string workspace, string actor) : IDemoChapter
{
    public string Kind => "definitions";

    public int CountIn(DemoStory story) => story.Documents.Length + story.StandIns.Length;

    public async Task<int> WriteAsync(DemoStory story, int written)
    {
        await grains.GetGrain<IWorkspaceGrain>(workspace).EnsureAsync(DemoStory.Name);
        var definitions = grains.GetGrain<IDefinitionsGrain>(workspace);
        var outcome = await definitions.PutAsync(story.Documents, actor);
        if (outcome.Result is DefinitionsResult.Wrong or DefinitionsResult.OwnedByFiles)
            throw new InvalidOperationException($"The demo's definitions were refused: {outcome.Result}.");
        var known = await grains.GetGrain<IOnCallQueries>(0).OverridesAsync(workspace);
        foreach (var standIn in story.StandIns)
        {
            if (known.Any(other => other.Team == standIn.Team && other.User == standIn.User && other.Reason == standIn.Reason)) continue;
            await definitions.AddOverrideAsync(new(standIn.Team, standIn.User, standIn.From, standIn.To, null, standIn.Reason, actor));
        }
        return CountIn(story);
    }
}
