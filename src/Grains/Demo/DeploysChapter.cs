using AiSre.Domain.Demo;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Demo;

/// <summary>Deploys of the past. One that is there already refuses to be written again, and is the same.</summary>
internal sealed class DeploysChapter(ILedger ledger) : IDemoChapter
{
    public string Kind => "deploys";

    public int CountIn(DemoStory story) => story.Deploys.Length;

    public async Task<int> WriteAsync(DemoStory story, int written)
    {
        await Task.WhenAll(story.Deploys.Select(deploy => ledger.CommitAsync(new DeployWrite { Deploy = deploy, Version = 0 })));
        return CountIn(story);
    }
}
