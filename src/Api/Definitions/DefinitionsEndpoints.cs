using AiSre.Api.Description;
using AiSre.Api.Errors;
using AiSre.Api.Security;
using AiSre.Api.Workspaces;
using AiSre.Grains.Definitions;

namespace AiSre.Api.Definitions;

/// <summary>What a workspace defines: who is told of what. Put as one YAML document that holds all sections.</summary>
internal static class DefinitionsEndpoints
{
    private const string Required = "A YAML document is required. One that defines nothing is {}.";

    public static void MapDefinitions(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/definitions").WithTags("Definitions");
        group.MapGet("", Show).RequireRole(Role.Viewer, KeyScope.Read)
            .Describe("getDefinitions", "What the workspace defines", "Secrets are shown as ***.").Answers(DefinitionsExamples.Shown);
        group.MapGet("/revisions", Revisions).RequireRole(Role.Viewer, KeyScope.Read)
            .Describe("listDefinitionRevisions", "The revisions of its definitions").Answers(DefinitionsExamples.Revisions);
        group.MapPut("", Put).RequireRole(Role.Admin, KeyScope.Configure)
            .Describe(
                "putDefinitions", "Put all definitions in place",
                "One YAML document that holds all sections. Read strictly: what is not known is refused. unprotected_namespaces is for keys that " +
                "belong to no workspace.")
            .TakesYaml(DefinitionsExamples.Document).Answers(DefinitionsExamples.Put);
        group.MapPost("/check", Check).RequireRole(Role.Admin, KeyScope.Configure)
            .Describe("checkDefinitions", "Say what would come of definitions", "Changes nothing.")
            .TakesYaml(DefinitionsExamples.Document).Answers(DefinitionsExamples.Put);
    }

    private static async Task<IResult> Show(Caller caller, IGrainFactory grains)
    {
        var view = await GrainOf(caller, grains).ShowAsync();
        return TypedResults.Ok(DefinitionsResponse.From(caller.Workspace, caller.May(Role.Admin) ? view : view.WithoutQuotes()));
    }

    private static async Task<IResult> Revisions(Caller caller, IGrainFactory grains)
    {
        var revisions = await GrainOf(caller, grains).RevisionsAsync();
        return TypedResults.Ok(new RevisionsResponse(caller.Workspace, [.. revisions.Select(RevisionResponse.From)], revisions.Length));
    }

    private static async Task<IResult> Put(HttpRequest request, Caller caller, KnownWorkspaces workspaces, IGrainFactory grains)
    {
        var (document, problem) = await YamlBody.ReadAsync(request, Required);
        if (document is null) return problem!;
        if (await workspaces.EnsureAsync(caller) is { } unknown) return unknown;
        return Answer(caller, await GrainOf(caller, grains).PutAsync([document], caller.Name, caller.BoundWorkspace is null));
    }

    /// <summary>Changes nothing, and may be asked for a workspace whose definitions are in files.</summary>
    private static async Task<IResult> Check(HttpRequest request, Caller caller, IGrainFactory grains)
    {
        var (document, problem) = await YamlBody.ReadAsync(request, Required);
        return document is null ? problem! : Answer(caller, await GrainOf(caller, grains).CheckAsync([document], caller.BoundWorkspace is null));
    }

    private static IResult Answer(Caller caller, DefinitionsOutcome outcome) => outcome.Result switch
    {
        DefinitionsResult.Wrong => Problems.Unprocessable(
            [
                .. outcome.Problems.Select(wrong => new FieldError([YamlBody.Name], wrong.Message)
                {
                    File = wrong.File, Line = wrong.Line, Column = wrong.Column,
                }),
            ]),
        DefinitionsResult.OwnedByFiles => Problems.Conflict(
            $"The workspace {caller.Workspace} is defined by files: {string.Join(", ", outcome.Files)} in AI_SRE_CONFIG_DIR. " +
            "Change them there, or start the silos without them.", "defined_by_files"),
        _ => TypedResults.Ok(PutDefinitionsResponse.From(outcome)),
    };

    private static IDefinitionsGrain GrainOf(Caller caller, IGrainFactory grains) => grains.GetGrain<IDefinitionsGrain>(caller.Workspace);
}
