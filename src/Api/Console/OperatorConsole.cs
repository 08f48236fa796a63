using AiSre.Api.Alerts;
using AiSre.Api.Edge;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Console;
using AiSre.Console.Alerts;
using AiSre.Console.Ask;
using AiSre.Console.Keys;
using AiSre.Console.Platform;
using AiSre.Console.Requests;

namespace AiSre.Api.Console;

/// <summary>The console's pages, as this API guards them.</summary>
internal static class OperatorConsole
{
    private const string ContentPolicy = EndpointLimits.StrictContentPolicy + "; form-action 'self'";

    private static readonly ConsoleConventions Conventions = new(
        Page: static endpoint => LivePace.Measure(Guard(endpoint, Role.Viewer, KeyScope.Read)),
        Own: static endpoint => Guard(endpoint, Role.Viewer, KeyScope.Read).WithBodyLimit(EdgeOptions.BodyBytes),
        Act: static (endpoint, scope) => Guard(endpoint, Role.Operator, scope).WithBodyLimit(EdgeOptions.BodyBytes),
        Administer: static (endpoint, scope) => Guard(endpoint, Role.Admin, scope).WithBodyLimit(EdgeOptions.BodyBytes),
        Open: static endpoint => endpoint.OpenToAll().WithAnyQuery().ServesHtml(ContentPolicy).WithBodyLimit(EdgeOptions.BodyBytes),
        Costs: static (endpoint, cost) => endpoint.CountsAs(cost switch
        {
            ConsoleCost.Action => RateClass.Action,
            ConsoleCost.Question => RateClass.Question,
            _ => RateClass.Report,
        }));

    public static void AddOperatorConsole(this IServiceCollection services)
    {
        services.AddSingleton<IConsoleDoor, ConsoleDoor>();
        services.AddSingleton<LiveTopics>();
        services.AddSingleton<LivePace>();
        services.AddSingleton<LiveStream>();
        services.AddSingleton<ISystemFacts, SystemFacts>();
        services.AddSingleton<IConsoleBot, ConsoleBot>();
        services.AddSingleton<IConsoleKeys, ConsoleKeys>();
        services.AddSingleton<IDeadLetterReplay>(static provider => provider.GetRequiredService<DeadLetterReplay>());
    }

    public static void MapOperatorConsole(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapConsole(Conventions);
        Guard(endpoints.MapGet(ConsoleRoutes.Root + "/{workspace}/live", LiveStream.Open), Role.Viewer, KeyScope.Read)
            .WithoutTimeout().ExcludeFromDescription();
    }

    private static IEndpointConventionBuilder Guard(IEndpointConventionBuilder endpoint, Role role, KeyScope scope) =>
        endpoint.RequireRole(role, scope).TakesSessionOnly().WithAnyQuery().ServesHtml(ContentPolicy);
}
