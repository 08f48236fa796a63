using AiSre.Domain.Workflows.Runs;

namespace AiSre.Grains.Workflows;

/// <summary>One run of a workflow or runbook. Key: <see cref="GrainKeys.WorkflowRun"/>.</summary>
[Alias("aisre.workflow-run")]
public interface IWorkflowRunGrain : IGrainWithStringKey
{
    /// <summary>Begins it. One that has begun stays as it is.</summary>
    [Alias("start"), Idempotent]
    Task<WorkflowRun> StartAsync(RunOrder order);

    /// <summary>Null when there is none, or its time in the list is over.</summary>
    [Alias("get"), Idempotent]
    Task<WorkflowRun?> GetAsync();

    /// <summary>A person answers at a gate. The second answer to a gate changes nothing and says so.</summary>
    [Alias("answer"), Idempotent]
    Task<AnsweredRun> AnswerAsync(GateAnswer answer);

    /// <summary>Ends it as soon as the step is over that is being done. Null when there is none.</summary>
    [Alias("cancel"), Idempotent]
    Task<WorkflowRun?> CancelAsync(string by);
}

/// <param name="Outcome">What became of the answer.</param>
/// <param name="Run">The run by now; null when there is none.</param>
[GenerateSerializer, Immutable, Alias("aisre.answered-run")]
public sealed record AnsweredRun([property: Id(0)] AnswerOutcome Outcome, [property: Id(1)] WorkflowRun? Run);
