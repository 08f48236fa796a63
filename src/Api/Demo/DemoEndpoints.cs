using AiSre.Api.Description;
using AiSre.Api.Errors;
using AiSre.Api.Security;
using AiSre.Domain.Demo;
using AiSre.Grains.Demo;

namespace AiSre.Api.Demo;

/// <summary>Two weeks of a shop that does not exist, to look around in. Always in the workspace of that name, whoever asks.</summary>
internal static class DemoEndpoints
{
    public static void MapDemo(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/demo/seed").WithTags("System");
        group.MapPost("", Seed).RequireRole(Role.Admin, KeyScope.Configure)
            .Describe(
                "seedDemo", "Fill the workspace demo with two weeks of a shop",
                "Its channels are sandboxes: nothing is sent to anybody. Asked again it says how far it is, and that it is done.")
            .Answers(DemoExamples.Done).Answers(DemoExamples.Running, StatusCodes.Status202Accepted);
        group.MapGet("", Progress).RequireRole(Role.Viewer, KeyScope.Read)
            .Describe("getDemoProgress", "How far the demo is").Answers(DemoExamples.Done);
    }

    private static async Task<IResult> Seed(Caller caller, IGrainFactory grains, DemoOptions options)
    {
        if (Refusal(caller) is { } refusal) return refusal;
        if (!options.Allowed)
            return Problems.Forbidden("The demo is not for production. AI_SRE_DEMO=true allows it.", "demo_not_allowed");
        var progress = await GrainOf(grains).SeedAsync(caller.Name);
        return progress.Phase switch
        {
            DemoPhase.Refused => Problems.Conflict(
                $"The workspace {DemoStory.Workspace} has definitions of its own, and whoever they name could be paged for a story. "
                    + "Nothing was written.",
                "workspace_in_use"),
            DemoPhase.Done => TypedResults.Ok(DemoResponse.From(progress)),
            _ => TypedResults.Accepted("/demo/seed", DemoResponse.From(progress)),
        };
    }

    private static async Task<IResult> Progress(Caller caller, IGrainFactory grains) =>
        Refusal(caller) is { } refusal ? refusal : TypedResults.Ok(DemoResponse.From(await GrainOf(grains).ProgressAsync()));

    /// <summary>A key of another workspace hears nothing of this one.</summary>
    private static ProblemResult? Refusal(Caller caller) =>
        caller.BoundWorkspace is null or DemoStory.Workspace ? null : Problems.ForeignWorkspace();

    private static IDemoGrain GrainOf(IGrainFactory grains) => grains.GetGrain<IDemoGrain>(DemoStory.Workspace);
}
