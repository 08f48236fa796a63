namespace AiSre.Api.Deploys;

/// <summary>A deploy, as a pipeline tells of it.</summary>
/// <param name="Service">What was rolled out, 1 to 200 characters: the name that its alerts have.</param>
/// <param name="Namespace">Where in the cluster.</param>
/// <param name="Environment">Such as prod.</param>
/// <param name="Image">Of the containers.</param>
/// <param name="Actor">Who rolled it out; the key's name when absent.</param>
/// <param name="CommitSha">What was built.</param>
/// <param name="Version">Its name for people.</param>
/// <param name="DeployId">Your own name for it: what comes again under this name, for the same service, is the same deploy. Made when absent.</param>
/// <param name="Timestamp">When it began; now when absent. At most 5 minutes ahead and 400 days ago.</param>
/// <param name="Status">pending, started, succeeded, failed or cancelled; succeeded when absent.</param>
/// <param name="Url">Where more is to be read, of http or https.</param>
/// <param name="Cluster">Which cluster.</param>
/// <param name="Workload">The deployment or stateful set, where it is not called like the service.</param>
public sealed record DeployRequest(
    string Service, string? Namespace = null, string? Environment = null, string? Image = null, string? Actor = null, string? CommitSha = null,
    string? Version = null, string? DeployId = null, DateTimeOffset? Timestamp = null, string? Status = null, string? Url = null,
    string? Cluster = null, string? Workload = null);
