using AiSre.Domain.Demo;
using AiSre.Domain.Demo.Script;
using AiSre.Grains.Actions;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Demo;

/// <summary>The action log, and what somebody is asked. No cluster is touched: the demo has none (<see cref="ActionCases"/>).</summary>
internal sealed class ActionsChapter(ILedger ledger, IActionReads reads, IGrainFactory grains, string workspace) : IDemoChapter
{
    public string Kind => "actions";

    public int CountIn(DemoStory story) => story.Actions.Length;

    public async Task<int> WriteAsync(DemoStory story, int written)
    {
        foreach (var action in story.Actions)
        {
            if (action.Deed is DemoDeed.Asked) await AskAsync(action);
            else if (await reads.FindAsync(workspace, action.Id) is null)
                await ledger.CommitAsync(new FactsEntry(workspace) { Facts = DemoRecords.FactsOf(story, action) });
        }
        return CountIn(story);
    }

    /// <summary>It stands for half an hour from now on, and is the same one when it is asked again.</summary>
    private Task<ActionApproval> AskAsync(DemoAction action) => grains.GetGrain<IApprovalGrain>(GrainKeys.Approval(workspace, action.Id))
        .AskAsync(DemoRecords.AttemptOf(action), action.Decision, policyRevision: "");
}
