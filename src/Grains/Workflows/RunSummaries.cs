using AiSre.Domain.Workflows.Runs;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Workflows;

/// <summary>What lists show of runs, beside the runs: those are large.</summary>
internal static class RunSummaries
{
    /// <summary>Of the documents.</summary>
    public const string Kind = "workflow-run-summary";

    public static Attachment Attachment(WorkflowRun run) => new(Kind, run.Id, DocumentText.Write(RunSummary.Of(run)));
}
