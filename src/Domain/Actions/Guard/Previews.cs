namespace AiSre.Domain.Actions.Guard;

/// <summary>What would happen and what did, in the API's own words.</summary>
public static class Previews
{
    public static string Of(ActionRequest request) => request.Action switch
    {
        ActionName.RestartPod => $"Would delete pod {request.PodName} in namespace {request.Namespace}",
        ActionName.ScaleDeployment => FormattableString.Invariant(
            $"Would scale deployment {request.DeploymentName} to {request.Replicas} replicas in namespace {request.Namespace}"),
        _ => $"Would suggest a config fix for {Component(request)}",
    };

    public static string Done(ActionRequest request) => request.Action switch
    {
        ActionName.RestartPod => $"Pod {request.PodName} deleted in namespace {request.Namespace}",
        ActionName.ScaleDeployment => FormattableString.Invariant(
            $"Deployment {request.DeploymentName} scaled to {request.Replicas} replicas in namespace {request.Namespace}"),
        _ => $"Config fix suggested for {Component(request)}",
    };

    private static string Component(ActionRequest request) =>
        request.Component.Length > 0 ? request.Component : request.DeploymentName.Length > 0 ? request.DeploymentName : "the given spec";
}
