using AiSre.Api.Description;
using AiSre.Api.Security;
using AiSre.Domain.Alerts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AiSre.Api.Platform;

/// <param name="AlsoRecognised">Tools whose bodies are known by their shape; their names are sources too.</param>
public sealed record AdaptersResponse(
    IReadOnlyList<string> AlertSources, IReadOnlyList<string> LogBackends, IReadOnlyList<string> ActionProviders,
    IReadOnlyList<string> ActionNames, IReadOnlyList<string> NotificationChannels, IReadOnlyList<string> AlsoRecognised);

/// <summary>What this platform can be connected to, whether or not it is.</summary>
internal static class AdapterEndpoints
{
    internal static AdaptersResponse All { get; } = new(
        [.. AlertSource.All.Order(StringComparer.Ordinal)],
        ["datadog", "elastic", "loki", "mock"],
        ["kubernetes"],
        ["restart_pod", "scale_deployment", "suggest_config_fix"],
        ["email", "pagerduty", "slack", "teams"],
        AlertSource.Tools);

    public static void MapAdapters(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/adapters", static Ok<AdaptersResponse> () => TypedResults.Ok(All)).WithTags("System")
            .RequireRole(Role.Viewer, KeyScope.Read)
            .Describe("listAdapters", "What the platform can be connected to", "Whether or not it is.").Answers(All);
}
