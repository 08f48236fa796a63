using AiSre.Domain.Actions;
using AiSre.Domain.Incidents;
using AiSre.Domain.Kubernetes;

namespace AiSre.Domain.Autonomy;

/// <summary>
/// What would help, by the one rule that needs no diagnosis: a pod that the alert names and whose cluster says that it dies of its memory or crashes
/// again and again is restarted elsewhere. Texts of alerts and logs decide nothing here.
/// </summary>
public static class ProposalRules
{
    public const double OutOfMemory = 0.9, CrashLoop = 0.8;

    /// <summary>A container that died of its memory longer ago has been well since.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromHours(1);

    public static ProposalOutcome Of(Incident incident, Known<PodFacts> read, DateTimeOffset now)
    {
        if (!read.IsKnown) return Nothing($"The pod could not be read: {read.Problem.TrimEnd('.')}.");
        if (read.Value is not { } pod) return Nothing("The pod that the alert names is gone.");
        if (pod.Containers.FirstOrDefault(container => IsOutOfMemory(container, now)) is { } killed)
            return Restart(incident, pod, OutOfMemory, $"The container {killed.Name} of {pod.Ref.Name} was killed for its memory.");
        return pod.Containers.FirstOrDefault(container => container.WaitingReason is "CrashLoopBackOff") is { } crashing
            ? Restart(incident, pod, CrashLoop, $"The container {crashing.Name} of {pod.Ref.Name} crashes again and again.")
            : Nothing("Nothing is known that an action would mend.");
    }

    private static bool IsOutOfMemory(ContainerFacts container, DateTimeOffset now) => container.LastTerminationReason is "OOMKilled"
        && (container.LastTerminatedAt is { } at ? at > now - Recent : !container.IsReady);

    private static ProposalOutcome Restart(Incident incident, PodFacts pod, double confidence, string reason) => new(
        new()
        {
            IncidentId = incident.Id,
            Request = new()
            {
                Action = ActionName.RestartPod, Cluster = incident.Subject.Cluster, Namespace = pod.Ref.Namespace, PodName = pod.Ref.Name,
            },
            Confidence = confidence,
            Reason = reason,
        },
        reason);

    private static ProposalOutcome Nothing(string reason) => new(null, reason);
}

/// <param name="Proposal">Null: there is none.</param>
/// <param name="Reason">Why, or why not.</param>
public sealed record ProposalOutcome(ActionProposal? Proposal, string Reason);

/// <summary>What autonomy would do for an incident.</summary>
[GenerateSerializer, Immutable, Alias("aisre.autonomy.proposal")]
public sealed record ActionProposal
{
    [Id(0)] public required string IncidentId { get; init; }
    [Id(1)] public required ActionRequest Request { get; init; }

    /// <summary>0 to 1, of the rule that stands behind it.</summary>
    [Id(2)] public required double Confidence { get; init; }

    [Id(3)] public required string Reason { get; init; }
}
