using AiSre.Domain.Demo;
using AiSre.Domain.Workflows.Runs;
using AiSre.Grains.Ledger;
using AiSre.Grains.Workflows;

namespace AiSre.Grains.Demo;

/// <summary>Runs as they have become. One that is there already refuses to be written again, and may have gone on since.</summary>
internal sealed class RunsChapter(ILedger ledger, string workspace) : IDemoChapter
{
    public string Kind => "runs";

    public int CountIn(DemoStory story) => story.Runs.Length;

    public async Task<int> WriteAsync(DemoStory story, int written)
    {
        await Task.WhenAll(story.Runs.Select(told => ledger.CommitAsync(EntryOf(told.Run))));
        return CountIn(story);
    }

    private DocumentEntry EntryOf(WorkflowRun run) => new(new DocumentKey(workspace, WorkflowRunGrain.Kind, run.Id))
    {
        Version = 0,
        Document = DocumentText.Write(new WorkflowRunState { Run = run }),
        Facts = new() { Alarms = [WorkflowRunGrain.NextAlarm(run)!], Attachments = [RunSummaries.Attachment(run)] },
    };
}
