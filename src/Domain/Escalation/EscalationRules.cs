using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Escalation;
using AiSre.Domain.Incidents;

namespace AiSre.Domain.Escalation;

/// <summary>One step of an escalation.</summary>
/// <param name="Cycle">0 is the first pass.</param>
/// <param name="Level">1 is the first level.</param>
/// <param name="DueAt">When it is due, quiet hours taken into account.</param>
/// <param name="Dropped">It falls into quiet hours that drop what falls into them.</param>
/// <param name="Shifted">It would be due within quiet hours, and waits for their end.</param>
public readonly record struct EscalationStep(int Cycle, int Level, DateTimeOffset DueAt, bool Dropped = false, bool Shifted = false)
{
    public EscalationLevel Of(EscalationPolicy policy) => policy.Levels[Level - 1];
}

/// <summary>
/// When which step of an escalation is due, and what people do to it (docs/rules/escalation.md). Passes are numbered on whenever it starts over, so
/// that no two messages of one incident have one name.
/// </summary>
public static class EscalationRules
{
    /// <summary>So long after somebody was told, another policy's first level leaves him out.</summary>
    public static readonly TimeSpan SparedFor = TimeSpan.FromMinutes(5);

    /// <summary>What is later than this is told in one message, and only to the first level and to admins.</summary>
    public static readonly TimeSpan TooLate = TimeSpan.FromHours(24);

    private const int MaxFiredKept = 200;

    /// <summary>
    /// Service and severity win over service, that over severity, and that over the default; of equals the first. Where nobody has written one that
    /// fits, warnings and infos page nobody.
    /// </summary>
    public static EscalationPolicy Match(WorkspaceDefinitions definitions, string? service, Severity severity) => definitions.Policies
        .Where(policy => (policy.Services.IsEmpty || Names(policy, service)) && (policy.Severities.IsEmpty || policy.Severities.Contains(severity)))
        .OrderByDescending(policy => (policy.Services.IsEmpty ? 0 : 2) + (policy.Severities.IsEmpty ? 0 : 1))
        .FirstOrDefault() ?? definitions.DefaultPolicy ?? BuiltInPolicy.For(severity);

    /// <summary>An escalation from its first level on.</summary>
    /// <param name="policy">Kept as it is now.</param>
    /// <param name="startedAt">What the minutes of the levels are counted from.</param>
    /// <param name="before">What the incident had before, if anything.</param>
    public static EscalationState Start(EscalationPolicy policy, DateTimeOffset startedAt, EscalationState? before = null) => new()
    {
        Policy = policy,
        StartedAt = startedAt,
        FirstCycle = NextCycle(before),
        Fired = before?.Fired ?? [],
        DespiteFlapping = before is { DespiteFlapping: true, Status: EscalationStatus.Active },
    };

    /// <summary>All steps that are due and were not taken, in their order.</summary>
    public static ImmutableArray<EscalationStep> Due(EscalationState state, Severity severity, DateTimeOffset now) =>
        [.. Open(state, severity).Where(step => step.DueAt <= now)];

    /// <summary>When it must be looked at again: the next step, or after the last one the end of its pass. Null when it is not active.</summary>
    public static DateTimeOffset? NextAt(EscalationState state, Severity severity)
    {
        if (state.Status is not EscalationStatus.Active) return null;
        var open = Open(state, severity).ToList();
        return open.Count > 0 ? open.Min(step => step.DueAt) : EndAt(state);
    }

    /// <summary>The step that comes next, if one does.</summary>
    public static EscalationStep? Next(EscalationState state, Severity severity) =>
        state.Status is EscalationStatus.Active && Open(state, severity).OrderBy(step => step.DueAt).Take(1).ToList() is [var step] ? step : null;

    /// <summary>When it is exhausted, if nobody answers.</summary>
    public static DateTimeOffset EndAt(EscalationState state) => state.StartedAt.AddMinutes((state.Policy.Repeat + 1.0) * state.Policy.CycleMinutes);

    /// <summary>Every step of this start, taken or not, in order.</summary>
    public static IEnumerable<EscalationStep> Steps(EscalationState state, Severity severity)
    {
        var quiet = QuietHoursRules.Apply(state.Policy.QuietHours, severity) ? state.Policy.QuietHours : null;
        for (var pass = 0; pass <= state.Policy.Repeat; pass++)
        {
            for (var level = 1; level <= state.Policy.Levels.Length; level++)
            {
                var due = state.StartedAt.AddMinutes(pass * (double)state.Policy.CycleMinutes + state.Policy.Levels[level - 1].AfterMinutes);
                var end = quiet is null ? null : QuietHoursRules.EndAt(quiet, due);
                var drop = end is not null && quiet!.Drop;
                yield return new(state.FirstCycle + pass, level, drop ? due : end ?? due, drop, Shifted: end is not null && !drop);
            }
        }
    }

    /// <summary>Somebody has it. What was due by then and was not told need not be any more.</summary>
    public static EscalationState OnAcknowledged(EscalationState state, Severity severity, DateTimeOffset now) =>
        Stop(state, EscalationStatus.Acknowledged, severity, now);

    /// <summary>It is over for good: reopening starts another one.</summary>
    public static EscalationState OnResolved(EscalationState state, Severity severity, DateTimeOffset now) =>
        Stop(state, EscalationStatus.Resolved, severity, now);

    /// <summary>Somebody else tells.</summary>
    public static EscalationState OnCancelled(EscalationState state, Severity severity, DateTimeOffset now) =>
        Stop(state, EscalationStatus.Cancelled, severity, now);

    /// <summary>The acknowledgement has expired or was taken back: the same policy again from its first level, with the next number.</summary>
    public static EscalationState OnAckExpired(EscalationState state, DateTimeOffset now) => Start(state.Policy, now, state);

    /// <summary>More severe than when it started: another policy starts over, the same one goes on.</summary>
    public static EscalationState OnSeverityRaised(EscalationState state, EscalationPolicy policy, DateTimeOffset now)
    {
        if (policy.Name == state.Policy.Name) return state with { DespiteFlapping = true };
        var told = state.Fired
            .Where(step => now - step.FiredAt <= SparedFor && StepOutcome.Reached(step.Outcome))
            .SelectMany(step => step.People.Select(person => new ToldPerson(person, step.FiredAt)));
        return Start(policy, now, state) with { Spared = [.. told], DespiteFlapping = true };
    }

    /// <summary>Adds steps to those that were taken; the oldest are forgotten when there are very many.</summary>
    public static EscalationState RecordSteps(EscalationState state, IEnumerable<FiredStep> steps)
    {
        var fired = state.Fired.AddRange(steps);
        var forgotten = Math.Max(0, Math.Min(fired.Length - MaxFiredKept, fired.TakeWhile(step => step.Cycle < state.FirstCycle).Count()));
        return state with { Fired = fired.RemoveRange(0, forgotten) };
    }

    /// <summary>Steps that were not taken yet.</summary>
    internal static IEnumerable<EscalationStep> Open(EscalationState state, Severity severity)
    {
        var taken = state.Fired.Select(step => (step.Cycle, step.Level)).ToHashSet();
        return Steps(state, severity).Where(step => !taken.Contains((step.Cycle, step.Level)));
    }

    private static EscalationState Stop(EscalationState state, EscalationStatus status, Severity severity, DateTimeOffset now)
    {
        var due = state.Status is EscalationStatus.Active ? Due(state, severity, now) : [];
        return RecordSteps(
            state, due.Select(step => new FiredStep(step.Cycle, step.Level, step.DueAt, now, StepOutcome.Cancelled))) with { Status = status,
            Hold = null };
    }

    private static int NextCycle(EscalationState? before) =>
        before is null ? 0 : before.Fired.IsEmpty ? before.FirstCycle : Math.Max(before.FirstCycle, before.Fired.Max(step => step.Cycle) + 1);

    private static bool Names(EscalationPolicy policy, string? service) =>
        service is not null && policy.Services.Contains(service, StringComparer.OrdinalIgnoreCase);
}
