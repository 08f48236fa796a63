using AiSre.Console.Requests;

namespace AiSre.Console.Services;

/// <summary>What the last 30 days say about services.</summary>
internal static class ServicePages
{
    public static void MapServices(this ConsoleRoutes routes)
    {
        routes.Page("/services", List);
        routes.Page("/services/{service}", Show);
    }

    /// <summary>Names come from senders, and may hold anything.</summary>
    public static string Address(ConsoleContext context, string service) => context.Link($"/services/{Uri.EscapeDataString(service)}");

    private static async Task<IResult> List(ConsoleContext context, IGrainFactory grains) =>
        context.Show<ServicesPage, ServicesView>(await ServicesView.LoadAsync(grains, context.Workspace));

    private static async Task<IResult> Show(string service, ConsoleContext context, IGrainFactory grains)
    {
        // Of what is escaped in a path, slashes alone are left to whoever reads it.
        var name = service.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        return await ServiceView.LoadAsync(grains, context.Workspace, name) is { } view
            ? context.Show<ServicePage, ServiceView>(view)
            : context.Missing($"The service {name} had no incident in the last {ServiceView.Days} days.");
    }
}
