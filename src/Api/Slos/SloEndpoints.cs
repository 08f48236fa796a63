using System.Collections.Immutable;
using AiSre.Api.Description;
using AiSre.Api.Errors;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Api.Workspaces;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Slos;
using AiSre.Grains;
using AiSre.Grains.Slos;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace AiSre.Api.Slos;

/// <summary>What a workspace has promised.</summary>
internal static class SloEndpoints
{
    public static void MapSlos(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/slo").WithTags("SLOs");
        group.MapGet("", List).RequireRole(Role.Viewer, KeyScope.Read).Describe("listSlos", "What is promised").Answers(SloExamples.List);
        group.MapPost("", Put).RequireRole(Role.Operator, KeyScope.Configure).Accepts<SloRequest>("application/json")
            .Describe(
                "putSlo", "Promise something, or change a promise",
                "Read as strictly as a file. What the workspace's definitions promise is changed there.")
            .Takes(SloExamples.Request).Answers(SloExamples.Put);
        var one = endpoints.MapSlo();
        one.MapGet("", Get).RequireRole(Role.Viewer, KeyScope.Read).Describe("getSlo", "One promise").Answers(SloExamples.Detail);
        one.MapDelete("", Remove).RequireRole(Role.Operator, KeyScope.Configure)
            .Describe("removeSlo", "Promise it no more", "What it has open is resolved. Its events stay, should it come back.")
            .AnswersNothing(StatusCodes.Status204NoContent);
    }

    internal static RouteGroupBuilder MapSlo(this IEndpointRouteBuilder endpoints, string example = SloExamples.Name) =>
        endpoints.MapGroup("/slo/{name}").WithTags("SLOs").WithPath("name", "The name of the SLO.", example);

    internal static ProblemResult NotFound(string name) => Problems.NotFound($"There is no SLO {Domain.Spelling.Shown(name)} in this workspace.");

    internal static Task<SloDefinition?> FindAsync(this IGrainFactory grains, Caller caller, string name) =>
        grains.GetGrain<ISlosGrain>(caller.Workspace).FindAsync(name);

    internal static ISloGrain Slo(this IGrainFactory grains, Caller caller, SloDefinition slo) =>
        grains.GetGrain<ISloGrain>(GrainKeys.Slo(caller.Workspace, slo.Name));

    /// <summary>Stores what was read, and says what of it may not be meant.</summary>
    internal static async Task<(SloPutResponse? Answer, ProblemResult? Problem)> PutAsync(
        ImmutableArray<SloDefinition> slos, Caller caller, IGrainFactory grains, KnownWorkspaces workspaces)
    {
        if (await workspaces.EnsureAsync(caller) is { } unknown) return (null, unknown);
        var outcome = await grains.GetGrain<ISlosGrain>(caller.Workspace).PutAsync(slos, caller.Name);
        return outcome.Refusal switch
        {
            SloRefusal.None => (
                new([.. slos.Select(SloDetailResponse.From)], slos.Length, outcome.IsNew, [.. await WarningsAsync(slos, caller, grains)]), null),
            SloRefusal.DefinedElsewhere => (null, Elsewhere(outcome.Name!)),
            _ => (null, Problems.Conflict("There are as many SLOs as a workspace may have; remove some.", "too_many_slos")),
        };
    }

    private static async Task<IResult> List(Caller caller, IGrainFactory grains)
    {
        var all = grains.GetGrain<ISlosGrain>(caller.Workspace);
        var (slos, warnings) = (await all.ListAsync(), await all.WarningsAsync());
        return TypedResults.Ok(new SloListResponse([.. slos.Select(SloResponse.From)], slos.Length)
        {
            Warnings = warnings.IsEmpty ? null : [.. warnings.Select(warning => warning.Text)],
        });
    }

    private static async Task<IResult> Get(string name, Caller caller, IGrainFactory grains)
    {
        if (await grains.FindAsync(caller, name) is not { } slo) return NotFound(name);
        var warnings = await WarningsAsync([slo], caller, grains);
        return TypedResults.Ok(SloDetailResponse.From(slo) with { Warnings = warnings.Count > 0 ? warnings : null });
    }

    /// <summary>What is allowed in a definition and perhaps not meant, and of which values of its label nothing is watched.</summary>
    private static async Task<List<string>> WarningsAsync(ImmutableArray<SloDefinition> slos, Caller caller, IGrainFactory grains)
    {
        var names = slos.Select(slo => slo.Name).ToHashSet(StringComparer.Ordinal);
        var groups = await grains.GetGrain<ISlosGrain>(caller.Workspace).WarningsAsync();
        return [.. slos.SelectMany(SloWarningRules.Of), .. groups.Where(warning => names.Contains(warning.Name)).Select(warning => warning.Text)];
    }

    private static async Task<IResult> Put(
        AnyJson body, Caller caller, IGrainFactory grains, KnownWorkspaces workspaces, IOptions<JsonOptions> json)
    {
        if (body.Value.ValueKind is JsonValueKind.Object && !body.Value.TryGetProperty(SloSection.SectionName, out _)
            && UnknownFields.In(body.Value, json.Value.SerializerOptions.GetTypeInfo(typeof(SloRequest))).ToList() is { Count: > 0 } unknown)
            return Problems.Unprocessable(unknown);
        // JSON is YAML, so it is read by the reader of files, with all that is refused there.
        var (slos, problems) = SloText.Read(new("body", body.Value.GetRawText()), caller.Workspace);
        if (problems.Length > 0) return Problems.Unprocessable([.. problems.Select(problem => SloFieldErrors.Of(problem, body.Value))]);
        if (slos.IsEmpty) return Problems.Unprocessable([new(["body"], "There is no SLO in it.")]);
        var (answer, refused) = await PutAsync(slos, caller, grains, workspaces);
        return answer is null ? refused! : TypedResults.Ok(answer);
    }

    private static async Task<IResult> Remove(string name, Caller caller, IGrainFactory grains) =>
        await grains.GetGrain<ISlosGrain>(caller.Workspace).RemoveAsync(name, caller.Name) switch
        {
            SloRefusal.None => TypedResults.NoContent(),
            SloRefusal.DefinedElsewhere => Elsewhere(name),
            _ => NotFound(name),
        };

    private static ProblemResult Elsewhere(string name) => Problems.Conflict(
        $"{name} is one of the workspace's definitions; change it there.", "defined_by_definitions");
}
