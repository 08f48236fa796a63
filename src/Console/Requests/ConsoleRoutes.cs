using AiSre.Domain.Access;

namespace AiSre.Console.Requests;

/// <summary>Maps the pages and forms of a feature, which stand below <c>/console/{workspace}</c> unless it says where else.</summary>
public sealed class ConsoleRoutes(
    IEndpointRouteBuilder endpoints, ConsoleConventions conventions, string below = ConsoleRoutes.Root + "/{workspace}")
{
    public const string Root = "/console";

    /// <summary>Where workspaces themselves are looked after, beside the pages of each. Addresses below it call them <c>{workspaceId}</c>.</summary>
    public const string Workspaces = Root + "/workspaces";

    /// <summary>Where people come in.</summary>
    public const string SignIn = Root + "/sign-in";

    /// <summary>The same for what stands elsewhere.</summary>
    public ConsoleRoutes Below(string prefix) => new(endpoints, conventions, prefix);

    /// <summary>A page, or another thing that viewers read, such as a CSV file.</summary>
    public void Page(string pattern, Delegate handler, ConsoleCost cost = ConsoleCost.Usual) =>
        Map(endpoints.MapGet(below + pattern, handler), conventions.Page, cost);

    /// <summary>A page that only admins read.</summary>
    public void PageForAdmins(string pattern, Delegate handler) => Map(
        endpoints.MapGet(below + pattern, handler), endpoint => conventions.Administer(endpoint, KeyScope.Administer), ConsoleCost.Usual);

    /// <summary>A form that operators send.</summary>
    public void Act(string pattern, KeyScope scope, Delegate handler, ConsoleCost cost = ConsoleCost.Usual) =>
        Post(pattern, handler, endpoint => conventions.Act(endpoint, scope), cost);

    /// <summary>A form that admins send.</summary>
    public void ActAsAdmin(string pattern, KeyScope scope, Delegate handler) =>
        Post(pattern, handler, endpoint => conventions.Administer(endpoint, scope));

    /// <summary>A form that admins send whose key belongs to no workspace.</summary>
    public void ActAsPlatform(string pattern, Delegate handler) =>
        Post(pattern, handler, endpoint => conventions.Administer(endpoint.AddEndpointFilter(PlatformGuard.Check), KeyScope.Administer));

    /// <summary>A form by which readers change what concerns them alone.</summary>
    public void Own(string pattern, Delegate handler, ConsoleCost cost = ConsoleCost.Usual) => Post(pattern, handler, conventions.Own, cost);

    private void Post(
        string pattern, Delegate handler, Action<RouteHandlerBuilder> convention, ConsoleCost cost = ConsoleCost.Usual) =>
        Map(endpoints.MapPost(below + pattern, handler).AddEndpointFilter(FormGuard.Check), convention, cost);

    private void Map(RouteHandlerBuilder endpoint, Action<RouteHandlerBuilder> convention, ConsoleCost cost)
    {
        endpoint.AddEndpointFilter(WorkspaceGuard.Check).ExcludeFromDescription();
        convention(endpoint);
        if (cost is not ConsoleCost.Usual) conventions.Costs(endpoint, cost);
    }
}
