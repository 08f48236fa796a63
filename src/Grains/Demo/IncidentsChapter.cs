using AiSre.Domain.Alerts;
using AiSre.Domain.Demo;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Demo;

/// <summary>
/// Incidents with all that happened to them, some scenes at a time: other workspaces' alerts find their place between them. Scenes of one alert come
/// one after the other, because its row fires once at a time.
/// </summary>
internal sealed class IncidentsChapter(ILedger ledger, IIncidentReads reads, DedupOptions options) : IDemoChapter
{
    private const int ScenesAtOnce = 16;

    public string Kind => "incidents";

    public int CountIn(DemoStory story) => story.Scenes.Sum(scene => scene.Length);

    public async Task<int> WriteAsync(DemoStory story, int written)
    {
        var (writer, before) = (new SceneWriter(ledger, reads, options, DemoRecords.EventsOf(story)), 0);
        var scenes = story.Scenes.SkipWhile(scene => (before += scene.Length) <= written).Take(ScenesAtOnce).ToList();
        await Task.WhenAll(scenes.GroupBy(scene => scene[0].Identity).Select(async same =>
        {
            foreach (var scene in same) await writer.WriteAsync(scene);
        }));
        return written + scenes.Sum(scene => scene.Length);
    }
}
