using AiSre.Domain.Actions;
using AiSre.Grains.Actions;

namespace AiSre.Console.Acting;

/// <summary>Actions and what came of them, in words of people.</summary>
internal static class ActionWords
{
    /// <summary>restart pod cart-x2; begins a sentence when <paramref name="asTitle"/>.</summary>
    public static string What(ActionRequest request, bool asTitle = false)
    {
        var what = request.Action switch
        {
            ActionName.RestartPod => $"restart pod {request.PodName}",
            ActionName.ScaleDeployment => FormattableString.Invariant($"scale {request.DeploymentName} to {request.Replicas}"),
            _ => $"suggest a fix for {request.Component}",
        };
        return asTitle ? char.ToUpperInvariant(what[0]) + what[1..] : what;
    }

    public static ActionLook Look(ActionStatus status) => status switch
    {
        ActionStatus.DryRun => new("tried without doing it", null, "circle-dashed"),
        ActionStatus.Success => new("done", "ok", "circle-check"),
        ActionStatus.Failed => new("failed, nothing was changed", "high", "circle-x"),
        ActionStatus.NoOp => new("nothing was to do", "ok", "circle-check"),
        ActionStatus.Denied => new("refused", "warn", "shield-check"),
        ActionStatus.Started => new("under way", "busy", "circle-dot"),
        _ => new("nobody knows whether it was done", "high", "circle-alert"),
    };

    public static ActionLook Look(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Passed => new("passed", "ok", "check"),
        CheckOutcome.Warned => new("to know", "warn", "triangle-alert"),
        CheckOutcome.NotApplicable => new("does not apply", null, "circle-dashed"),
        CheckOutcome.Unknown => new("could not be made, which refuses", "high", "circle-alert"),
        _ => new("refused", "high", "circle-x"),
    };

    /// <summary>What can come to harm.</summary>
    public static string Harm(BlastRadius radius) => radius switch
    {
        BlastRadius.None => "nothing is touched",
        BlastRadius.SinglePod => "one pod; the others of its workload are ready",
        BlastRadius.SingleWorkload => "one workload",
        BlastRadius.ServiceOutage => "a whole service goes out",
        BlastRadius.Namespace => "a whole namespace",
        _ => "a whole cluster",
    };

    public static string Plain(string word) => word.Replace('_', ' ');
}

/// <param name="Word">In a few words.</param>
/// <param name="Tone">Null: ink.</param>
/// <param name="Icon">Of the sprite.</param>
internal sealed record ActionLook(string Word, string? Tone, string Icon);
