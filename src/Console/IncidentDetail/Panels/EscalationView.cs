using System.Collections.Immutable;
using AiSre.Console.IncidentDetail.Words;
using AiSre.Domain.Escalation;
using AiSre.Domain.Incidents;

namespace AiSre.Console.IncidentDetail.Panels;

/// <summary>Who was told, and who is next.</summary>
public sealed record EscalationView(string Policy, Sentence Standing, ImmutableArray<EscalationLine> Lines, int Later)
{
    private const int MostFired = 8;
    private const int MostComing = 3;

    internal static async Task<EscalationView?> LoadAsync(ShownIncident shown)
    {
        if (shown.Incident.Escalation is not { } state) return null;
        var (coming, next) = (await shown.ComingAsync(), await shown.NextAsync());
        var taken = state.Fired.Where(step => step.Cycle >= state.FirstCycle).TakeLast(MostFired).Select(step => Taken(step, shown.Incident));
        return new(
            state.Policy.Name, Stands(state, shown, next), [.. taken, .. coming.Take(MostComing).Select((step, i) => Coming(step, state, i == 0))],
            Math.Max(0, coming.Length - MostComing));
    }

    private static Sentence Stands(EscalationState state, ShownIncident shown, NextStep? next) => state.Status switch
    {
        EscalationStatus.Acknowledged => Sentence.Say($"stopped: {new Strong(shown.Incident.AcknowledgedBy ?? "somebody")} has it"),
        EscalationStatus.Resolved => Sentence.Say($"over"),
        EscalationStatus.Exhausted => Sentence.Say($"nobody is left to tell"),
        EscalationStatus.Cancelled when shown.Facts.ParentId is { } parent => Sentence.Say($"{LinkTo.Incident(parent, "the group")} tells"),
        _ when state.Hold is { Why: "flapping" } hold => next is { Kind: NextStepKind.Held, At: { } calm }
            ? Sentence.Say($"waits until {calm}, if nothing changes before: {ShownNames.Hold(hold.Why)}")
            : Sentence.Say($"waits: {ShownNames.Hold(hold.Why)}"),
        _ when state.Hold is { } hold => Sentence.Say($"waits until {hold.Until}: {ShownNames.Hold(hold.Why)}"),
        _ => Sentence.Say($"pass {CurrentPass(state)} of {state.Policy.Repeat + 1}"),
    };

    private static int CurrentPass(EscalationState state) =>
        state.Fired.Where(step => step.Cycle >= state.FirstCycle).Select(step => step.Cycle - state.FirstCycle + 1).DefaultIfEmpty(1).Max();

    private static EscalationLine Taken(FiredStep step, Incident incident)
    {
        var people = new Strong(ShownNames.People(step.People));
        var by = step.Channels.IsEmpty ? "" : $" by {ShownNames.People(step.Channels)}";
        var answer = incident.Phase is IncidentPhase.Open ? ", no answer" : "";
        return step.Outcome switch
        {
            StepOutcome.Sent => new("send", null, $"{people}", $"told {step.FiredAt}{by}{answer}"),
            StepOutcome.Nobody => new("circle-x", "crit", $"{people}", $"level {step.Level} has told nobody, {step.FiredAt}"),
            StepOutcome.Unreached => new("circle-x", "crit", $"{people}", $"no message has arrived{by}, {step.FiredAt}"),
            StepOutcome.Suppressed => new("bell-off", null, $"{people}", $"passed over, {step.FiredAt}"),
            StepOutcome.Cancelled => new("circle-dot", null, $"Level {step.Level}", $"no longer needed, {step.FiredAt}"),
            _ => new("send", null, $"{people}", $"told with the level after, {step.FiredAt}"),
        };
    }

    private static EscalationLine Coming(ComingStep step, EscalationState state, bool next)
    {
        var by = step.Channels.IsEmpty ? "" : $", by {ShownNames.People(step.Channels)}";
        var nobody = step.People.IsEmpty;
        Sentence who = $"{new Strong(ShownNames.People(step.People))}{(nobody ? FormattableString.Invariant($" at level {step.Level}") : "")}";
        var since = state.Fired.IsEmpty ? state.StartedAt : state.Fired[^1].FiredAt;
        return new(
            next ? "circle-dot" : "circle-dashed", nobody ? "crit" : next ? "busy" : null, who,
            next ? Sentence.Say($"in {new Remaining(step.DueAt)}{by}") : Sentence.Say($"at {step.DueAt}{by}"))
        {
            Due = next && state.Hold is null && step.DueAt > since ? (since, step.DueAt) : null,
        };
    }
}

/// <summary>One step.</summary>
/// <param name="Icon">Of the sprite.</param>
/// <param name="Tone">Null: as it should be.</param>
/// <param name="Who">Whom it names.</param>
/// <param name="How">When, where, and what came of it.</param>
public sealed record EscalationLine(string Icon, string? Tone, Sentence Who, Sentence How)
{
    /// <summary>Of the next step: since when it is waited for, until when.</summary>
    public (DateTimeOffset From, DateTimeOffset To)? Due { get; init; }
}
