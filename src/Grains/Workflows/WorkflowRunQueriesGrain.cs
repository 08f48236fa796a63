using System.Collections.Immutable;
using AiSre.Grains.Ledger;
using Orleans.Concurrency;

namespace AiSre.Grains.Workflows;

/// <summary>Ids of runs are ordered by time, so the newest are the last.</summary>
[GrainType("workflow-run-queries"), StatelessWorker]
public sealed class WorkflowRunQueriesGrain(IDocumentReads documents) : Grain, IWorkflowRunQueries
{
    public async Task<ImmutableArray<RunSummary>> ListAsync(string workspace, string? before, int limit)
    {
        var ids = await documents.IdsAsync(workspace, RunSummaries.Kind);
        var newest = ids.Where(id => before is null || string.CompareOrdinal(id, before) < 0).OrderDescending(StringComparer.Ordinal).Take(limit);
        var runs = ImmutableArray.CreateBuilder<RunSummary>();
        foreach (var id in newest)
        {
            if (await documents.FindAsync(new(workspace, RunSummaries.Kind, id)) is { } stored) runs.Add(DocumentText.Read<RunSummary>(stored.Text));
        }
        return runs.ToImmutable();
    }
}
