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
        var approvesAlone = run.AutoApprove && run.StarterRole >= step.ApproverRole && !step.FourEyes;
        if (run.DryRun || approvesAlone)
        {
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
        if (run.EarlyAnswers.FirstOrDefault(answer => answer.StepId == step.Id) is { } early) Apply(progress, early, early.Covers);
        else progress.Note(RunNotes.ApprovalNeeded, step.Id, progress.Run.Gate.Message);
    }

    public static AnswerOutcome Answer(RunProgress progress, GateAnswer answer)
    {
        var run = progress.Run;
        if (Named(run, answer, out var refusal) is not { } index) return run.IsOver ? AnswerOutcome.RunIsOver : refusal;
        var step = run.Definition.Steps[index];
        if (run.IsOver) return run.Steps[index].Status is StepStatus.Succeeded ? AnswerOutcome.AlreadyAnswered : AnswerOutcome.RunIsOver;
        if (answer.Role < step.ApproverRole) return AnswerOutcome.RoleTooLow;
        if (step.FourEyes && answer.Approved && answer.By == run.StartedBy) return AnswerOutcome.SamePerson;
        var named = answer with { StepId = step.Id, Covers = [] };
        if (index < run.Position)
            return run.Steps[index].Status is StepStatus.Succeeded or StepStatus.Failed ? AnswerOutcome.AlreadyAnswered : AnswerOutcome.GateIsPast;
        if (run.Gate?.StepId == step.Id)
        {
            if (progress.Now >= run.Gate.ExpiresAt || progress.Now >= run.Deadline) return AnswerOutcome.Expired;
            Apply(progress, named, run.Gate.Covers);
            StepEntryRules.Advance(progress);
            return AnswerOutcome.Accepted;
        }
        if (run.Status is RunStatus.RollingBack) return AnswerOutcome.GateIsPast;
        if (run.EarlyAnswers.Any(early => early.StepId == step.Id)) return AnswerOutcome.AlreadyAnswered;
        progress.Run = run with { EarlyAnswers = run.EarlyAnswers.Add(named with { Covers = Covers(run, index) }) };
        progress.Note(RunNotes.ApprovalAnswered, step.Id, Sentence(named));
        return AnswerOutcome.Kept;
    }

    public static void Expire(RunProgress progress)
    {
        var minutes = progress.Run.Step!.ExpiresMinutes;
        progress.Set(progress.Step with { Status = StepStatus.Failed, EndedAt = progress.Now,
            Message = $"Nobody answered within {minutes} minutes." });
        progress.End(RunStatus.TimedOut, $"Nobody answered at {progress.Step.Id} within {minutes} minutes.");
    }

    private static void Apply(RunProgress progress, GateAnswer answer, ImmutableArray<CoveredAction> covers)
    {
        progress.Note(RunNotes.ApprovalAnswered, answer.StepId, Sentence(answer));
        if (!answer.Approved)
        {
            progress.Set(progress.Step with { Status = StepStatus.Failed, EndedAt = progress.Now, Message = Sentence(answer) });
            progress.End(RunStatus.Rejected, Sentence(answer));
            return;
        }
        progress.Leave(progress.Step, StepStatus.Succeeded, Sentence(answer));
        progress.Run = progress.Run with
        {
            Grant = new(answer.StepId!, answer.By, answer.Role, progress.Now, covers),
            EarlyAnswers = progress.Run.EarlyAnswers.RemoveAll(early => early.StepId == answer.StepId),
        };
    }

    private static int? Named(WorkflowRun run, GateAnswer answer, out AnswerOutcome refusal)
    {
        refusal = AnswerOutcome.NoSuchGate;
        var gates = run.Definition.Steps.Select((step, index) => (step, index)).Where(entry => entry.step.Type is StepType.Approval).ToList();
        if (answer.StepId is { } id) return gates.Where(entry => entry.step.Id == id).Select(entry => (int?)entry.index).FirstOrDefault();
        if (run.Gate is { } open) return run.Definition.IndexOf(open.StepId);
        var ahead = gates.Where(entry => entry.index >= run.Position).ToList();
        if (ahead.Count == 1) return ahead[0].index;
        refusal = ahead.Count > 1 ? AnswerOutcome.GateNotNamed : gates.Count > 0 ? AnswerOutcome.GateIsPast : AnswerOutcome.NoSuchGate;
        return null;
    }

    /// <summary>The actions up to the next gate, as far as their arguments are known.</summary>
    private static ImmutableArray<CoveredAction> Covers(WorkflowRun run, int gate) =>
    [
        .. run.Definition.Steps.Skip(gate + 1).TakeWhile(step => step.Type is not StepType.Approval).Where(step => step.Action is not null)
            .Select(step => (step.Id, Call: CommandRules.Call(run, step.Action!, out _))).Where(entry => entry.Call is not null)
            .Select(entry => new CoveredAction(entry.Id, entry.Call!)),
    ];

    private static string Sentence(GateAnswer answer) =>
        (answer.Approved ? $"Approved by {answer.By}" : $"Denied by {answer.By}") + (answer.Comment is { Length: > 0 } comment ? $": {comment}"
            : ".");
}
