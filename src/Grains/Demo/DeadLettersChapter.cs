using AiSre.Domain.Demo;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Demo;

/// <summary>Deliveries that could not be processed. They have no names of their own, so they are written all together, where there are
/// none.</summary>
internal sealed class DeadLettersChapter(ILedger ledger, IIncidentReads reads, string workspace) : IDemoChapter
{
    public string Kind => "dead_letters";

    public int CountIn(DemoStory story) => story.DeadLetters.Length;

    public async Task<int> WriteAsync(DemoStory story, int written)
    {
        if ((await reads.DeadLettersAsync(workspace, 0, 1, newestFirst: false)).IsEmpty)
        {
            await Task.WhenAll(story.DeadLetters.Select(letter => ledger.CommitAsync(new DeadLetterEntry
            {
                Workspace = workspace, Source = letter.Source, Payload = letter.Payload.Trim(), Error = letter.Error,
                At = letter.At.ToUnixTimeMilliseconds(),
            })));
        }
        return CountIn(story);
    }
}
