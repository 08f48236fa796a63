using AiSre.Console.Parts;
using AiSre.Console.Requests;
using AiSre.Domain.Actions;
using AiSre.Grains.Actions;

namespace AiSre.Console.Acting;

/// <summary>What a reader may do with a dry run that he has seen.</summary>
/// <param name="MayDo">His own yes is enough.</param>
/// <param name="MayAsk">He can ask for somebody's yes.</param>
/// <param name="Why">Why not, or why it takes somebody else.</param>
public sealed record ActionOffer(bool MayDo, bool MayAsk, string? Why)
{
    /// <summary>What was seen longer ago may be different by now.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    private static readonly ActionOffer None = new(false, false, null);

    public static ActionOffer Of(ActionEntry entry, ConsoleUser user, DateTimeOffset now)
    {
        if (!entry.Attempt.IsDryRun || !user.MayAct) return None;
        if (entry.Answer.Decision is not { } decision) return new(false, false, entry.Answer.Message);
        if (now - entry.At > Fresh) return new(false, false, $"This was seen {SpanText.Of(now - entry.At)} ago. Look again before anything is done.");
        if (decision.IsNoOp) return new(false, false, "There is nothing to do: it is so already.");
        if (!decision.IsAllowed) return new(false, false, decision.Reason);
        if (!decision.IsExecutable) return new(false, false, "Nobody can do it here.");
        if (entry.Answer.Result is { Outcome: not (ProviderOutcome.Succeeded or ProviderOutcome.NoOp) } said) return new(false, false, said.Message);
        var enough = ActingPerson.Of(user).Role >= ActingRoles.ApproverOf(decision.BlastRadius);
        return new(
            enough && !decision.NeedsFourEyes, decision.NeedsApproval,
            decision.NeedsFourEyes ? "Somebody else than the one who asks must say yes to it."
                : enough ? null : $"It takes the yes of an {ActingRoles.ApproverOf(decision.BlastRadius).Name()}.");
    }
}
