using AiSre.Api.Description;
using AiSre.Api.Errors;
using AiSre.Api.Incidents;
using AiSre.Api.Operations;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Domain.Bot;

namespace AiSre.Api.Bot;

/// <summary>Questions and commands in plain words, read without a model.</summary>
internal static class BotEndpoints
{
    public static void MapBot(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/bot/interact", Interact).WithTags("Incidents").RequireRole(Role.Viewer, KeyScope.Read)
            .Describe(
                "askBot", "Ask or say something in plain words",
                "What is wrong with a service, who is on call, what changed, why was this grouped, show similar, restart, scale, acknowledge. " +
                "Nothing is done without auto_apply; with it everything goes by its own operation, with the role of the caller and the same guard. " +
                "What needs a yes waits for a person: the bot gives none.")
            .Takes(BotExamples.Request).Answers(BotExamples.Response);

    private static async Task<IResult> Interact(HttpContext context, Body<BotRequest> body, ApiOperations operations, IGrainFactory grains)
    {
        var request = body.Value;
        if (string.IsNullOrWhiteSpace(request.Message) || request.Message.Length > BotReader.Longest)
            return Problems.Unprocessable("body", "message", Invariant($"Must be 1 to {BotReader.Longest} characters long."));
        return await BotAnswers.OfAsync(context, operations, grains, request) is { } answer
            ? TypedResults.Ok(answer)
            : IncidentEndpoints.NotFound(BotReader.Read(request.Message).IncidentId ?? request.IncidentId!);
    }
}
