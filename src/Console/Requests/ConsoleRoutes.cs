namespace AiSre.Console.Requests;

/// <summary>Maps the pages and forms of a feature below <c>/console/{workspace}</c>.</summary>
public sealed class ConsoleRoutes(IEndpointRouteBuilder endpoints, ConsoleConventions conventions)
{
    public const string Root = "/console";

    /// <summary>Where people come in.</summary>
    public const string SignIn = Root + "/sign-in";

    /// <summary>A page, or another thing that viewers read, such as a CSV file.</summary>
    public void Page(string pattern, Delegate handler) => Map(endpoints.MapGet(Root + "/{workspace}" + pattern, handler), conventions.Page);

    /// <summary>A page that only admins read.</summary>
    public void PageForAdmins(string pattern, Delegate handler) =>
        Map(endpoints.MapGet(Root + "/{workspace}" + pattern, handler), conventions.Administer);

    /// <summary>A form that operators send.</summary>
    public void Act(string pattern, Delegate handler) => Post(pattern, handler, conventions.Act);

    /// <summary>A form that admins send.</summary>
    public void ActAsAdmin(string pattern, Delegate handler) => Post(pattern, handler, conventions.Administer);

    /// <summary>A form by which readers change what concerns them alone.</summary>
    public void Own(string pattern, Delegate handler) => Post(pattern, handler, conventions.Own);

    private void Post(string pattern, Delegate handler, Action<IEndpointConventionBuilder> convention) =>
        Map(endpoints.MapPost(Root + "/{workspace}" + pattern, handler).AddEndpointFilter(FormGuard.Check), convention);

    private static void Map(RouteHandlerBuilder endpoint, Action<IEndpointConventionBuilder> convention)
    {
        endpoint.AddEndpointFilter(WorkspaceGuard.Check).ExcludeFromDescription();
        convention(endpoint);
    }
}
