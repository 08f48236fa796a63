using AiSre.Api.Alerts;
using AiSre.Api.Requests;

namespace AiSre.Api.Deploys;

/// <summary>By which header a pipeline names what it may send again, where the body names no deploy.</summary>
internal static class DeployHeaders
{
    public static readonly IReadOnlyList<HeaderParameter> All =
    [
        new("Idempotency-Key", "Names this deploy where the body has no deploy_id: what comes again under the same name is the same deploy."),
        DeliveryHeaders.StandardWebhooks,
        new("X-GitHub-Delivery", "As Idempotency-Key. GitHub's way."),
        new("X-Gitlab-Event-UUID", "As Idempotency-Key. GitLab's way."),
    ];

    public static string? NameOf(HttpRequest request) =>
        All.Select(header => header.Read(request)).FirstOrDefault(name => name is { Length: <= 200 });
}
