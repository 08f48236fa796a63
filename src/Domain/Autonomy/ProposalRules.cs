using AiSre.Domain.Actions;
using AiSre.Domain.Alerts;
using AiSre.Domain.Diagnosis;
using AiSre.Domain.Incidents;
using AiSre.Domain.Kubernetes;

namespace AiSre.Domain.Autonomy;

/// <summary>
/// What would help, by the cause and the component that rules have found, and by how the object is now. Texts of alerts and logs name nothing that is
/// acted on, and how sure a chat model is counts for nothing here.
/// </summary>
public static class ProposalRules
{
    /// <summary>A container that died of its memory longer ago has been well since.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromHours(1);

    /// <summary>What the diagnosis asks for; null: nothing that there is an action for.</summary>
    public static (ActionRequest? Request, string Reason) Wanted(Incident incident, IncidentDiagnosis? diagnosis)
    {
        if (diagnosis is null) return (null, "Its cause has not been looked for.");
        if (diagnosis.Cause is not { } cause) return (null, "Its cause is undetermined.");
        return SuggestionRules.Of(diagnosis).Select(suggested => suggested.Request).FirstOrDefault() switch
        {
            null => (null, $"Nothing is known that an action would mend: {cause.RootCause}"),
            { } request when !Names(incident.Subject, request) => (null, $"The alert does not name {NameOf(request)}: people decide on it."),
            { } request => (request, cause.RootCause),
        };
    }

    private static string NameOf(ActionRequest request) => request.Action is ActionName.RestartPod ? request.PodName : request.DeploymentName;

    /// <summary>Autonomy touches nothing but what people were told of.</summary>
    private static bool Names(AlertSubject subject, ActionRequest request) => subject.Namespace == request.Namespace
        && (request.Action is ActionName.RestartPod
            ? subject.Pod == request.PodName
            : subject.Deployment == request.DeploymentName || subject.Service == request.DeploymentName);

    /// <param name="incident">Open.</param>
    /// <param name="diagnosis">From which <paramref name="request"/> comes.</param>
    /// <param name="request">What it asks for.</param>
    /// <param name="target">How the object is now.</param>
    /// <param name="now">The time.</param>
    public static ProposalOutcome Of(
        Incident incident, IncidentDiagnosis diagnosis, ActionRequest request, TargetFacts target, DateTimeOffset now)
    {
        var cause = diagnosis.Cause!;
        var problem = request.Action is ActionName.RestartPod ? WhyNotRestart(request, cause.Component, target, now) : WhyNotScale(request, target);
        return problem is not null
            ? new(null, problem)
            : new(
                new() { IncidentId = incident.Id, Request = request, Confidence = cause.Confidence, Reason = cause.RootCause }, cause.RootCause);
    }

    private static string? WhyNotRestart(ActionRequest request, Component fault, TargetFacts target, DateTimeOffset now)
    {
        if (!target.Pod.IsKnown) return $"The pod could not be read: {target.Pod.Problem.TrimEnd('.')}.";
        if (target.Pod.Value is not { } pod) return "The pod is gone.";
        if (!IsPartOf(pod, target.Workload, fault)) return $"{request.PodName} is not a part of {fault}, which is at fault.";
        return pod.Containers.Any(container => IsOutOfMemory(container, now) || container.WaitingReason is "CrashLoopBackOff")
            ? null
            : $"{request.PodName} is well by now.";
    }

    private static string? WhyNotScale(ActionRequest request, TargetFacts target)
    {
        if (!target.Workload.IsKnown) return $"The deployment could not be read: {target.Workload.Problem.TrimEnd('.')}.";
        return target.Workload.Value switch
        {
            null => "The deployment is gone.",
            { DesiredReplicas: > 0 } => $"{request.DeploymentName} has replicas by now.",
            _ => null,
        };
    }

    private static bool IsPartOf(PodFacts pod, Known<WorkloadFacts> workload, Component fault) =>
        fault.Namespace == pod.Ref.Namespace
        && (fault is { Kind: "Pod" } ? fault.Name == pod.Ref.Name
            : workload.Value is { Ref: var owner } && owner.Kind == fault.Kind && owner.Name == fault.Name);

    private static bool IsOutOfMemory(ContainerFacts container, DateTimeOffset now) => container.LastTerminationReason is "OOMKilled"
        && (container.LastTerminatedAt is { } at ? at > now - Recent : !container.IsReady);
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

    /// <summary>0 to 1, of the cause that rules have found.</summary>
    [Id(2)] public required double Confidence { get; init; }

    [Id(3)] public required string Reason { get; init; }
}
