namespace AiSre.Domain.Workflows.Runs;

/// <summary>How far a run is. From <see cref="Succeeded"/> on nothing changes any more. The names are stored; never rename.</summary>
public enum RunStatus
{
    Pending = 0,
    Running = 1,
    WaitingApproval = 2,
    WaitingTimer = 3,

    /// <summary>A step has failed, and what was done is undone.</summary>
    RollingBack = 4,

    Succeeded = 10,
    Failed = 11,
    Cancelled = 12,

    /// <summary>Nobody answered in time, or all of it took too long.</summary>
    TimedOut = 13,

    /// <summary>A person said no.</summary>
    Rejected = 14,

    /// <summary>Failed, and everything that was done is undone.</summary>
    RolledBack = 15,

    /// <summary>Failed, and not everything could be undone: a person must look.</summary>
    RollbackFailed = 16,
}

/// <summary>How far a step is. The names are stored; never rename.</summary>
public enum StepStatus
{
    Pending = 0,
    Running = 1,
    Waiting = 2,
    Succeeded = 3,
    Failed = 4,
    Skipped = 5,
    Cancelled = 6,
    RolledBack = 7,
}

public static class RunStatuses
{
    public static bool IsOver(this RunStatus status) => status >= RunStatus.Succeeded;

    /// <summary>As answers write it.</summary>
    public static string Name(this RunStatus status) => status switch
    {
        RunStatus.Pending => "pending",
        RunStatus.Running => "running",
        RunStatus.WaitingApproval => "waiting_approval",
        RunStatus.WaitingTimer => "waiting_timer",
        RunStatus.RollingBack => "rolling_back",
        RunStatus.Succeeded => "succeeded",
        RunStatus.Failed => "failed",
        RunStatus.Cancelled => "cancelled",
        RunStatus.TimedOut => "timed_out",
        RunStatus.Rejected => "rejected",
        RunStatus.RolledBack => "rolled_back",
        _ => "rollback_failed",
    };

    /// <summary>As answers write it.</summary>
    public static string Name(this StepStatus status) => status switch
    {
        StepStatus.Pending => "pending",
        StepStatus.Running => "running",
        StepStatus.Waiting => "waiting",
        StepStatus.Succeeded => "succeeded",
        StepStatus.Failed => "failed",
        StepStatus.Skipped => "skipped",
        StepStatus.Cancelled => "cancelled",
        _ => "rolled_back",
    };
}
