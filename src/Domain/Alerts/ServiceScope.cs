namespace AiSre.Domain.Alerts;

/// <summary>Which alerts are compared with one another: those of one service, or of one workload where no service is named.</summary>
public static class ServiceScope
{
    /// <summary>The service, else the deployment, else what the pod's name says about it; null for alerts about none of them.</summary>
    public static string? Of(AlertSubject subject) =>
        subject.Service is { Length: > 0 } service ? service
        : subject.Deployment is { Length: > 0 } deployment ? deployment
        : Workload.Of(subject) is { Length: > 0 } workload ? workload : null;
}
