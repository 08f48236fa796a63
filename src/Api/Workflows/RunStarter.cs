using AiSre.Api.Actions;
using AiSre.Api.Errors;
using AiSre.Api.Security;
using AiSre.Domain.Incidents;
using AiSre.Domain.Workflows;
using AiSre.Domain.Workflows.Runs;
using AiSre.Grains;
using AiSre.Grains.Workflows;

namespace AiSre.Api.Workflows;

/// <summary>Begins runs for callers, and waits a little for how far they come at once.</summary>
internal sealed class RunStarter(IGrainFactory grains, ApiKeyRing keys, DevModeActions dev, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(1_200);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);

    /// <summary>The run, or why there is none.</summary>
    public async Task<(WorkflowRun? Run, ProblemResult? Problem)> StartAsync(
        Caller caller, WorkflowDefinition definition, string inputs, Incident? incident, bool dryRun, bool autoApprove)
    {
        var workspace = incident?.Workspace ?? caller.Workspace;
        var order = RunOrder.Of(workspace, definition, inputs, incident, caller.Name) with
        {
            DryRun = dryRun,
            AutoApprove = autoApprove,
            StarterRole = RoleOf(caller),
            IsDevMode = keys.DevMode,
            DevModeActs = dev.Allowed,
        };
        var started = await grains.GetGrain<IWorkflowRunsGrain>(workspace).StartAsync(order);
        return started.Result switch
        {
            StartResult.LivesAlready => (null, Problems.Conflict(
                $"{definition.Id} is running for this target already: {started.Other}. Wait for its end, or cancel it.", "run_in_progress")),
            StartResult.TooMany => (null, Problems.TooManyRequests(30, "This workspace has as many live runs as it may.", "too_many_runs")),
            _ => (await SettledAsync(workspace, started.Run!), null),
        };
    }

    /// <summary>What this caller may say yes to.</summary>
    public static ApproverRole? RoleOf(Caller caller) =>
        caller.May(Role.Admin) ? ApproverRole.Admin : caller.May(Role.Operator) ? ApproverRole.Operator : null;

    /// <summary>A dry run is mostly over by the time somebody could ask for it.</summary>
    private async Task<WorkflowRun> SettledAsync(string workspace, WorkflowRun run)
    {
        var grain = grains.GetGrain<IWorkflowRunGrain>(GrainKeys.WorkflowRun(workspace, run.Id));
        for (var began = clock.GetTimestamp(); run.Status is RunStatus.Running && clock.GetElapsedTime(began) < Patience;)
        {
            await Task.Delay(Pause, clock);
            run = await grain.GetAsync() ?? run;
        }
        return run;
    }
}
