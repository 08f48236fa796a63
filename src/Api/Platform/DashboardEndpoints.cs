using AiSre.Api.Edge;
using AiSre.Api.Errors;
using AiSre.Api.Requests;
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

    /// <summary>
    /// What <c>AddDashboard</c> of a silo builder or a client builder is given. Its log stream would show every line of this process, so it stays
    /// off.
    /// </summary>
    public static void Configure(DashboardOptions options) => options.HideTrace = true;

    /// <summary>Maps nothing where nobody has called <c>AddDashboard</c>.</summary>
    internal static void MapDashboard(this IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        if (!services.GetServices<IConfigureOptions<DashboardOptions>>().Any()) return;
        // Mapping it unpacks and packs its 17 MB of files, which no process should do before somebody looks.
        var dashboard = new Lazy<RequestDelegate>(() => Build(services));
        endpoints.MapGet($"{Prefix}/{{**path}}", context => ShowAsync(context, dashboard)).RequireRole(Role.Admin, KeyScope.Administer).TakesSession()
            .ServesHtml(ContentPolicy).WithAnyQuery().ExcludeFromDescription();
    }

    /// <summary>It shows grains of all workspaces, their states included: an admin of one workspace is not admin enough.</summary>
    private static Task ShowAsync(HttpContext context, Lazy<RequestDelegate> dashboard)
    {
        if (context.Features.Get<Caller>() is not { BoundWorkspace: null }) return Problems.ForeignWorkspace().ExecuteAsync(context);
        // So that its own routes are looked for.
        context.SetEndpoint(null);
        return dashboard.Value(context);
    }

    private static RequestDelegate Build(IServiceProvider services)
    {
        var branch = new ApplicationBuilder(services);
        branch.UseRouting();
        branch.UseEndpoints(static endpoints => endpoints.MapOrleansDashboard(Prefix).ExcludeFromDescription());
        return branch.Build();
    }
}
