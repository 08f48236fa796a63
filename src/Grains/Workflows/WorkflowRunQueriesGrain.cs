using System.Collections.Immutable;
using AiSre.Grains.Ledger;
using Orleans.Concurrency;

namespace AiSre.Grains.Workflows;

/// <summary>Ids of runs are ordered by time, so the newest are the last.</summary>
[GrainType("workflow-run-queries"), StatelessWorker]
public sealed class WorkflowRunQueriesGrain(IDocumentReads documents) : Grain, IWorkflowRunQueries
{
    public async Task<ImmutableArray<RunSummary>> ListAsync(string workspace, string? before, int limit) =>
        [.. (await documents.NewestAsync(workspace, RunSummaries.Kind, before, limit)).Select(DocumentText.Read<RunSummary>)];
}
