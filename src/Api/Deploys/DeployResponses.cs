using System.Text.Json.Serialization;
using AiSre.Domain.Deploys;

namespace AiSre.Api.Deploys;

/// <param name="Ok">What was sent is stored, or needs not to be.</param>
/// <param name="DeployId">Its id; null when it is no deploy.</param>
/// <param name="Stored">As it is kept; null when it is no deploy.</param>
/// <param name="Repeated">It was known already, and nothing of it is new.</param>
/// <param name="Ignored">Why it is no deploy; absent when it is one.</param>
/// <param name="IncidentId">The incident of the alert that the same body is; absent when it is none.</param>
public sealed record DeployResponse(
    bool Ok, string? DeployId, StoredDeploy? Stored, bool Repeated,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Ignored = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? IncidentId = null);

/// <param name="Timestamp">When it began.</param>
/// <param name="Status">pending, started, succeeded, failed or cancelled.</param>
/// <param name="FinishedAt">When it was over, where somebody said so.</param>
/// <param name="Tool">Whose body it was read from; null: our own.</param>
public sealed record StoredDeploy(
    string DeployId, string Service, string? Namespace, string? Environment, string? Image, string Actor, string? CommitSha, string? Version,
    DateTimeOffset Timestamp, string Status, DateTimeOffset? FinishedAt, string? Url, string? Cluster, string? Workload, string? Tool,
    string WorkspaceId)
{
    public static StoredDeploy From(Deploy deploy) => new(
        deploy.Id, deploy.Service, deploy.Namespace, deploy.Environment, deploy.Image, deploy.Actor, deploy.CommitSha, deploy.Version, deploy.At,
        deploy.Status.Word(), deploy.FinishedAt, deploy.Url, deploy.Cluster, deploy.Workload, deploy.Tool, deploy.Workspace);
}

public sealed record DeployListResponse(IReadOnlyList<StoredDeploy> Deploys, int Count);

/// <param name="CorrelatedDeploy">The one that may have caused it; null: there is none.</param>
/// <param name="LookbackMinutes">How far was looked back.</param>
/// <param name="Message">The same in a sentence.</param>
public sealed record DeployCorrelationResponse(
    string IncidentId, bool HasCorrelation, CorrelatedDeploy? CorrelatedDeploy, int LookbackMinutes, string Message);

/// <param name="MinutesBeforeIncident">From its beginning to the incident's, whole minutes, rounded down.</param>
public sealed record CorrelatedDeploy(
    string DeployId, string Service, string Actor, int MinutesBeforeIncident, string? Namespace, string? Environment, string? Image,
    string? CommitSha, string? Version, DateTimeOffset Timestamp, string Status, string? Url)
{
    public static CorrelatedDeploy From(Deploy deploy, DateTimeOffset start) => new(
        deploy.Id, deploy.Service, deploy.Actor, DeployRules.MinutesBefore(deploy.At, start), deploy.Namespace, deploy.Environment, deploy.Image,
        deploy.CommitSha, deploy.Version, deploy.At, deploy.Status.Word(), deploy.Url);
}
