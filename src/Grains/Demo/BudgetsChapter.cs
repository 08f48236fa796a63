using AiSre.Domain.Demo;
using AiSre.Domain.Demo.Script;
using AiSre.Domain.Slos;
using AiSre.Grains.Ledger;
using AiSre.Grains.Slos;

namespace AiSre.Grains.Demo;

/// <summary>
/// What services have pushed for their SLOs, and which tiers have told of it, before anybody looks at an SLO. What is there already refuses to be
/// written again, and may have gone on since. Counted in days of events.
/// </summary>
internal sealed class BudgetsChapter(ILedger ledger, string workspace) : IDemoChapter
{
    public string Kind => "slo_events";

    public int CountIn(DemoStory story) => story.Budgets.Sum(budget => budget.Days);

    public async Task<int> WriteAsync(DemoStory story, int written)
    {
        await Task.WhenAll(story.Budgets.Select(budget => ledger.CommitAsync(EntryOf(budget))));
        return CountIn(story);
    }

    private DocumentEntry EntryOf(DemoBudget budget)
    {
        var slo = budget.Slo;
        var state = new SloState
        {
            Tiers = budget.Tiers, Corrections = budget.Corrections, Service = slo.Service, Promise = SloPromise.Of(slo),
            Told =
            [
                .. budget.Tiers.Where(tier => tier.IsFiring).Select(tier => SloFingerprint.Of(slo.Name, tier.Tier)).Order(StringComparer.Ordinal),
            ],
        };
        return new(new DocumentKey(workspace, SloGrain.Kind, slo.Name))
        {
            Version = 0, Document = DocumentText.Write(state), Facts = new() { Attachments = SloEvents.Documents(slo.Name, budget.Events) },
        };
    }
}
