using AiSre.Domain.Demo;
using AiSre.Grains.Heartbeats;

namespace AiSre.Grains.Demo;

internal sealed class HeartbeatsChapter(IGrainFactory grains, string workspace) : IDemoChapter
{
    public string Kind => "heartbeats";

    public int CountIn(DemoStory story) => story.Heartbeats.Length;

    public async Task<int> WriteAsync(DemoStory story, int written)
    {
        foreach (var heartbeat in story.Heartbeats)
        {
            await grains.GetGrain<IHeartbeatGrain>(GrainKeys.Heartbeat(workspace, heartbeat.Name))
                .RestoreAsync(heartbeat.Settings, heartbeat.LastBeat, heartbeat.MissingSince);
        }
        return CountIn(story);
    }
}
