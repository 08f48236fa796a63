using AiSre.Domain.Actions;

namespace AiSre.Api.Actions;

/// <param name="Action"><c>restart_pod</c>, <c>scale_deployment</c> or <c>suggest_config_fix</c>.</param>
/// <param name="Namespace">Where.</param>
/// <param name="PodName">Of <c>restart_pod</c>.</param>
/// <param name="DeploymentName">Of <c>scale_deployment</c>.</param>
/// <param name="Replicas">Of <c>scale_deployment</c>: how many there shall be.</param>
/// <param name="Component">Of <c>suggest_config_fix</c>: the container that it is about.</param>
/// <param name="Issue">Of <c>suggest_config_fix</c>: what is wrong.</param>
/// <param name="CurrentSpec">Of <c>suggest_config_fix</c>: the YAML that is in force.</param>
/// <param name="DryRun">Says what would happen, and nothing does.</param>
/// <param name="Approved">The caller says yes to it; counts as far as the caller's role does.</param>
/// <param name="Cluster">The cluster, by its name or an alert's label; the default one when absent.</param>
/// <param name="IncidentId">The incident that it is for: its timeline tells of it.</param>
/// <param name="Force">Deletes a pod where an eviction would be refused. For admins.</param>
/// <param name="AcceptRevert">It is known that Argo CD, Flux or Helm will undo it.</param>
/// <param name="RequestApproval">Where only a yes is missing, somebody is asked for it: 202 and an approval.</param>
public sealed record ExecuteActionRequest(
    string Action, string Namespace = "", string PodName = "", string DeploymentName = "", int Replicas = 1, string Component = "", string Issue = "",
    string CurrentSpec = "", bool DryRun = true, bool Approved = false, string? Cluster = null, string? IncidentId = null, bool Force = false,
    bool AcceptRevert = false, bool RequestApproval = false)
{
    internal ActionRequest ToDomain(ActionName action) => new()
    {
        Action = action, Cluster = string.IsNullOrEmpty(Cluster) ? null : Cluster, Namespace = Namespace, PodName = PodName,
            DeploymentName = DeploymentName,
        Replicas = Replicas, Component = Component, Issue = Issue, CurrentSpec = CurrentSpec, Force = Force, AcceptRevert = AcceptRevert,
    };
}
