using AiSre.Api.Bot;
using AiSre.Api.Operations;
using AiSre.Api.Security;
using AiSre.Console.Ask;
using AiSre.Domain.Bot;
using Microsoft.AspNetCore.Http.Features;

namespace AiSre.Api.Console;

/// <summary>
/// The bot of the API for whoever sits at the console: by his role, and for the workspace of his page alone, whatever else his key may see.
/// </summary>
internal sealed class ConsoleBot(ApiOperations operations, IGrainFactory grains) : IConsoleBot
{
    public int Longest => BotReader.Longest;

    public async Task<BotAnswer?> AskAsync(HttpContext http, string workspace, string message, string? incidentId)
    {
        var caller = http.Features.GetRequiredFeature<Caller>();
        http.Features.Set(caller with { BoundWorkspace = workspace, Workspace = workspace, NamedWorkspace = true });
        try
        {
            return await BotAnswers.OfAsync(http, operations, grains, new(message, incidentId)) is { } said ? Of(said) : null;
        }
        finally
        {
            http.Features.Set(caller);
        }
    }

    private static BotAnswer Of(BotResponse said) => new(
        said.Reply, said.IncidentId,
        [
            .. said.SuggestedActions.Select(act => new BotOffer(
                act.Action, act.Namespace, act.PodName, act.DeploymentName, act.Replicas, act.Allowed, act.Reason)),
        ],
        [.. said.Sources.Select(source => new BotReference(source.Kind, source.Id))]);
}
