using AiSre.Api.Edge;
using AiSre.Api.Errors;
using AiSre.Api.Security;
using Microsoft.Extensions.Options;
using Orleans.Dashboard;

namespace AiSre.Api.Platform;

/// <summary>Orleans' own dashboard: silos, grains, how often each method is called and how long it takes.</summary>
public static class DashboardEndpoints
{
    private const string Prefix = "/dashboard";

    /// <summary>Its script is a file of its own; it sets styles on elements, and its style sheet carries icons and a font as data.</summary>
    private const string ContentPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; " +
        "object-src 'none'; frame-ancestors 'none'; base-uri 'none'";

    /// <summary>What <c>AddDashboard</c> of a silo builder or a client builder is given. Its log stream would show every line of this process, so it stays off.</summary>
    public static void Configure(DashboardOptions options) => options.HideTrace = true;

    /// <summary>Maps nothing where nobody has called <c>AddDashboard</c>.</summary>
    internal static void MapDashboard(this IEndpointRouteBuilder endpoints)
    {
        if (!endpoints.ServiceProvider.GetServices<IConfigureOptions<DashboardOptions>>().Any()) return;
        endpoints.MapOrleansDashboard(Prefix).RequireRole(Role.Admin).ServesHtml(ContentPolicy).ExcludeFromDescription().AddEndpointFilter(RefuseBound);
    }

    /// <summary>It shows grains of all workspaces, their states included: an admin of one workspace is not admin enough.</summary>
    private static ValueTask<object?> RefuseBound(EndpointFilterInvocationContext call, EndpointFilterDelegate next) =>
        call.HttpContext.Features.Get<Caller>() is { BoundWorkspace: null } ? next(call) : new(Problems.ForeignWorkspace());
}
