using AiSre.Api.Description;
using AiSre.Api.Json;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Grains.Alerts;

namespace AiSre.Api.Alerts;

/// <summary>Alerts that could not be processed: to be looked at, and to be sent through the same door again.</summary>
internal static class DeadLetterEndpoints
{
    /// <summary>A replay that keeps failing stops here: the reason is the same for all of them.</summary>
    private const int MaxErrors = 100;

    private static readonly QueryParameter<int> Limit = Query.Whole("limit", "How many, at most.", 1, 1_000, 100);
    private static readonly QueryParameter<int?> Only = Query.Whole("id", "One alone, by the id that the list shows.", 1, int.MaxValue);

    public static void MapDeadLetters(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/webhook/dead-letter").WithTags("Alerts");
        group.MapGet("", List).RequireRole(Role.Operator, KeyScope.Read)
            .Describe("listDeadLetters", "Alerts that could not be processed").WithQuery(WorkspaceQuery.Id, Limit).Answers(AlertExamples.DeadLetters);
        group.MapPost("/replay", Replay).RequireRole(Role.Operator, KeyScope.Respond)
            .Describe("replayDeadLetters", "Process them again", "Oldest first. What fails again stays and does not hold up the others.")
            .WithQuery(WorkspaceQuery.Id, Limit, Only).Answers(AlertExamples.Replayed);
        group.MapDelete("/{id:long}", Delete).RequireRole(Role.Operator, KeyScope.Respond)
            .Describe("deleteDeadLetter", "Give one up for good", "May be repeated.").WithPath("id", "As the list shows it.", "17")
            .AnswersNothing(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> List(Caller caller, QueryReader query, IGrainFactory grains)
    {
        var workspace = query.Workspace(caller);
        var limit = query.Of(Limit);
        if (query.Problem is { } problem) return problem;
        var letters = await grains.GetGrain<IDeadLetters>(0).ListAsync(workspace, limit);
        return TypedResults.Ok(new DeadLetterResponse([.. letters.Select(Item)], letters.Length));
    }

    /// <summary>Until <c>limit</c> went through.</summary>
    private static async Task<IResult> Replay(Caller caller, QueryReader query, DeadLetterReplay replay)
    {
        var workspace = query.Workspace(caller);
        var limit = query.Of(Limit);
        var only = query.Of(Only);
        if (query.Problem is { } problem) return problem;

        var errors = new List<string>();
        var (replayed, seq) = (0, only is { } one ? one - 1L : 0L);
        while (replayed < limit && errors.Count < MaxErrors && await replay.NextAsync(caller, workspace, seq, only) is { } tried)
        {
            seq = tried.Seq;
            if (tried.Error is null) replayed++;
            else errors.Add($"{tried.Seq}: {tried.Error}");
        }
        return TypedResults.Ok(new ReplayResponse(errors.Count == 0, replayed, errors.Count, errors));
    }

    /// <summary>Gives up on one for good. Idempotent.</summary>
    private static async Task<IResult> Delete(long id, Caller caller, IGrainFactory grains)
    {
        var deadLetters = grains.GetGrain<IDeadLetters>(0);
        var workspace = caller.ResolveWorkspaceFilter(null).Workspace;
        if (await deadLetters.OldestAsync(workspace, id - 1, 1) is [var letter] && letter.Seq == id)
            await deadLetters.RemoveAsync(letter.Workspace, id);
        return TypedResults.NoContent();
    }

    private static DeadLetterItem Item(DeadLetter letter) =>
        new(letter.Seq, StoredJson.Of(letter.Payload), letter.Source, letter.Error, letter.At, letter.Workspace);
}
