using AiSre.Domain.Demo;
using AiSre.Grains.Silences;

namespace AiSre.Grains.Demo;

internal sealed class SilencesChapter(IGrainFactory grains, string workspace) : IDemoChapter
{
    public string Kind => "silences";

    public int CountIn(DemoStory story) => story.Silences.Length;

    public async Task<int> WriteAsync(DemoStory story, int written)
    {
        await grains.GetGrain<ISilencesGrain>(workspace).RestoreAsync(story.Silences);
        return CountIn(story);
    }
}
