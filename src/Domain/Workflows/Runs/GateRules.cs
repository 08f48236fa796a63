using System.Collections.Immutable;

namespace AiSre.Domain.Workflows.Runs;

/// <summary>
/// Gates: a person says yes to what stands behind one, with the arguments that it has when the question is asked, and to nothing else. Each is
/// answered once.
/// </summary>
internal static class GateRules
{
    public static void Enter(RunProgress progress, WorkflowStep step)
    {
        var run = progress.Run;
        var started = progress.Step with { StartedAt = progress.Now, Attempt = 1 };
        // Nobody says yes beforehand to what he could not say yes to here.
        var approvesAlone = run.AutoApprove && run.StarterRole >= step.ApproverRole && !step.FourEyes && !EndsService(run);
        if (run.DryRun || approvesAlone)
        {
            // What an earlier gate allowed ends here as it does at a gate that is answered.
            progress.Run = run with { Grant = null };
            progress.Leave(started, StepStatus.Skipped,
                run.DryRun ? "A dry run asks nobody." : $"{run.StartedBy} has approved all of it beforehand.");
            return;
        }
        progress.Set(started with { Status = StepStatus.Waiting });
        progress.Run = progress.Run with
        {
            Status = RunStatus.WaitingApproval,
            Gate = new()
            {
                StepId = step.Id,
                Message = CommandRules.Text(run, step.Message),
                Role = step.ApproverRole,
                FourEyes = step.FourEyes,
                OpenedAt = progress.Now,
                ExpiresAt = progress.Now.AddMinutes(step.ExpiresMinutes),
                Covers = Covers(run, run.Position),
            },
        };
        // Whoever said yes early saw what was known then: that, and not what has become of it, is what the yes is for.
        if (run.EarlyAnswers.FirstOrDefault(answer => answer.StepId == step.Id) is { } early && !IsStale(early, step, progress.Now))
            Apply(progress, early, early.Plans);
        else progress.Note(RunNotes.ApprovalNeeded, step.Id, progress.Run.Gate.Message);
    }

    /// <summary>What the guard has said of the open gate's actions. It is asked again about what it could not read.</summary>
    public static void Plan(RunProgress progress, GatePlanned planned)
    {
        if (progress.Run is { Status: RunStatus.WaitingApproval, Gate: { IsPlanned: false } gate } && gate.StepId == planned.GateId)
            progress.Run = progress.Run with
            {
                Gate = gate with { Plans = planned.Plans, IsPlanned = planned.Plans.All(plan => !plan.IsUnread) },
            };
    }

    /// <summary>The gates that can be answered: the one that waits, and those to come that nobody has answered yet.</summary>
    public static IEnumerable<string> Open(WorkflowRun run) => run.IsOver ? [] : Gates(run)
        .Where(gate => gate.Index >= run.Position && run.EarlyAnswers.All(early => early.StepId != gate.Step.Id)).Select(gate => gate.Step.Id);

    /// <summary>What an answer would be a yes to, as far as the guard has not been asked about it.</summary>
    public static ImmutableArray<CoveredAction> Unplanned(WorkflowRun run, GateAnswer answer)
    {
        if (run.IsOver || Named(run, answer, out _) is not { } index || index < run.Position) return [];
        return run.Gate is not { } gate || gate.StepId != run.Definition.Steps[index].Id ? Covers(run, index) : gate.IsPlanned ? [] : gate.Covers;
    }

    public static AnswerOutcome Answer(RunProgress progress, GateAnswer answer, ImmutableArray<PlannedAction> plans)
    {
        var run = progress.Run;
        if (Named(run, answer, out var refusal) is not { } index) return run.IsOver ? AnswerOutcome.RunIsOver : refusal;
        var step = run.Definition.Steps[index];
        if (run.IsOver) return run.Steps[index].Status is StepStatus.Succeeded ? AnswerOutcome.AlreadyAnswered : AnswerOutcome.RunIsOver;
        if (answer.Role < step.ApproverRole) return AnswerOutcome.RoleTooLow;
        if (step.FourEyes && answer.Approved && answer.By == run.StartedBy) return AnswerOutcome.SamePerson;
        var named = answer with { StepId = step.Id, Covers = [], Plans = plans, At = progress.Now };
        if (index < run.Position)
            return run.Steps[index].Status is StepStatus.Succeeded or StepStatus.Failed ? AnswerOutcome.AlreadyAnswered : AnswerOutcome.GateIsPast;
        var isSeen = !answer.Approved || plans.All(plan => !plan.IsUnread);
        if (run.Gate?.StepId == step.Id)
        {
            if (progress.Now >= run.Gate.ExpiresAt || progress.Now >= run.Deadline) return AnswerOutcome.Expired;
            if (!run.Gate.IsPlanned && !isSeen) return AnswerOutcome.NotSeen;
            Apply(progress, named with { Covers = run.Gate.Covers }, run.Gate.IsPlanned ? run.Gate.Plans : plans);
            StepEntryRules.Advance(progress);
            return AnswerOutcome.Accepted;
        }
        if (run.Status is RunStatus.RollingBack) return AnswerOutcome.GateIsPast;
        if (run.EarlyAnswers.Any(early => early.StepId == step.Id)) return AnswerOutcome.AlreadyAnswered;
        if (!isSeen) return AnswerOutcome.NotSeen;
        progress.Run = run with { EarlyAnswers = run.EarlyAnswers.Add(named with { Covers = Covers(run, index) }) };
        progress.Note(RunNotes.ApprovalAnswered, step.Id, Sentence(named));
        return AnswerOutcome.Kept;
    }

    public static void Expire(RunProgress progress)
    {
        var minutes = progress.Run.Step!.ExpiresMinutes;
        var message = $"Nobody answered within {minutes} minutes.";
        progress.Set(progress.Step with { Status = StepStatus.Failed, EndedAt = progress.Now, Message = message });
        progress.End(RunStatus.TimedOut, $"Nobody answered at {progress.Step.Id} within {minutes} minutes.");
    }

    /// <summary>A yes holds as long as its question would have stood.</summary>
    private static DateTimeOffset Until(GateAnswer answer, WorkflowStep step, DateTimeOffset now) =>
        (answer.At ?? now).AddMinutes(step.ExpiresMinutes);

    /// <summary>
    /// A yes that was said too long before its gate is none, and the question is asked. So is one to what could not be read just then, which older
    /// versions kept.
    /// </summary>
    private static bool IsStale(GateAnswer early, WorkflowStep step, DateTimeOffset now) =>
        early.Approved && (now >= Until(early, step, now) || early.Plans.Any(plan => plan.IsUnread));

    private static void Apply(RunProgress progress, GateAnswer answer, ImmutableArray<PlannedAction> plans)
    {
        progress.Note(RunNotes.ApprovalAnswered, answer.StepId, Sentence(answer));
        if (!answer.Approved)
        {
            progress.Set(progress.Step with { Status = StepStatus.Failed, EndedAt = progress.Now, Message = Sentence(answer) });
            progress.End(RunStatus.Rejected, Sentence(answer));
            return;
        }
        var until = Until(answer, progress.Run.Step!, progress.Now);
        progress.Leave(progress.Step, StepStatus.Succeeded, Sentence(answer));
        progress.Run = progress.Run with
        {
            Grant = new(answer.StepId!, answer.By, answer.Role, progress.Now, answer.Covers) { Plans = plans, Until = until },
            EarlyAnswers = progress.Run.EarlyAnswers.RemoveAll(early => early.StepId == answer.StepId),
        };
    }

    /// <summary>The gate that is meant: the one that the answer names, or the only one that the run has.</summary>
    private static int? Named(WorkflowRun run, GateAnswer answer, out AnswerOutcome refusal)
    {
        refusal = AnswerOutcome.NoSuchGate;
        var gates = Gates(run).ToList();
        if (answer.StepId is { } id) return gates.Where(gate => gate.Step.Id == id).Select(gate => (int?)gate.Index).FirstOrDefault();
        if (gates.Count == 0) return null;
        // With several, the same answer sent twice would answer a question that nobody has seen.
        if (gates.Count == 1 && gates[0].Index >= run.Position) return gates[0].Index;
        refusal = gates[^1].Index >= run.Position ? AnswerOutcome.GateNotNamed : AnswerOutcome.GateIsPast;
        return null;
    }

    private static IEnumerable<(WorkflowStep Step, int Index)> Gates(WorkflowRun run) =>
        run.Definition.Steps.Select((step, index) => (Step: step, Index: index)).Where(entry => entry.Step.Type is StepType.Approval);

    /// <summary>The actions up to the next gate, as far as their arguments are known.</summary>
    private static ImmutableArray<CoveredAction> Covers(WorkflowRun run, int gate) =>
    [
        .. run.Definition.Steps.Skip(gate + 1).TakeWhile(step => step.Type is not StepType.Approval).Where(step => step.Action is not null)
            .Select(step => (step.Id, Call: CommandRules.Call(run, step.Action!, out _))).Where(entry => entry.Call is not null)
            .Select(entry => new CoveredAction(entry.Id, entry.Call!)),
    ];

    /// <summary>What ends a service is more than a yes beforehand counts for.</summary>
    private static bool EndsService(WorkflowRun run) =>
        Covers(run, run.Position).Any(covered => covered.Call is { Action: WorkflowActions.ScaleDeployment } call
            && call.Args.GetValueOrDefault("replicas") is { Length: > 0 } replicas && replicas.All(digit => digit is '0'));

    private static string Sentence(GateAnswer answer) =>
        (answer.Approved ? $"Approved by {answer.By}" : $"Denied by {answer.By}") + (answer.Comment is { Length: > 0 } comment ? $": {comment}"
            : ".");
}
