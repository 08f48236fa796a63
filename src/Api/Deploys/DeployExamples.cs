namespace AiSre.Api.Deploys;

/// <summary>What is sent and answered, as the description shows it.</summary>
internal static class DeployExamples
{
    private static readonly DateTimeOffset At = new(2026, 1, 15, 10, 0, 0, TimeSpan.Zero);

    public static readonly DeployRequest Request = new(
        "payments-api", "production", "prod", "payments-api:v2.3.1", "ci-bot", "abc123def456", "v2.3.1", "shop-1874");

    private static readonly StoredDeploy Deploy = new(
        "shop-1874", "payments-api", "production", "prod", "payments-api:v2.3.1", "ci-bot", "abc123def456", "v2.3.1", At, "succeeded", null, null,
        null, null, null, "default");

    public static readonly DeployResponse Stored = new(true, Deploy.DeployId, Deploy, Repeated: false);

    public static readonly DeployListResponse List = new([Deploy], 1);

    public static readonly DeployCorrelationResponse Correlated = new(
        "inc-01k5x8m2r9t4v", true,
        new(
            Deploy.DeployId, Deploy.Service, Deploy.Actor, 12, Deploy.Namespace, Deploy.Environment, Deploy.Image, Deploy.CommitSha, Deploy.Version,
            At, Deploy.Status, null),
        30, "Deploy by ci-bot (payments-api) was 12 min before this incident");
}
