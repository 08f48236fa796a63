using AiSre.Api.Description;
using AiSre.Api.Errors;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Domain.Slos;

namespace AiSre.Api.Slos;

/// <summary>Times that do not count, because somebody says so and why.</summary>
internal static class SloCorrectionEndpoints
{
    public static void MapSloCorrections(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapSlo().MapGroup("/corrections");
        group.MapGet("", List).RequireRole(Role.Viewer, KeyScope.Read)
            .Describe("listSloCorrections", "Times that do not count").Answers(SloExamples.Corrections);
        group.MapPost("", Add).RequireRole(Role.Operator, KeyScope.Configure)
            .Describe("addSloCorrection", "Take a time out of a budget", "Both numbers are shown from then on, with it and without.")
            .Takes(SloExamples.CorrectionRequest).Answers(SloExamples.Corrected, StatusCodes.Status201Created);
        group.MapDelete("/{correctionId}", Remove).RequireRole(Role.Operator, KeyScope.Configure)
            .Describe("removeSloCorrection", "Let a time count again").WithPath("correctionId", "As the list shows it.", SloExamples.CorrectionId)
            .AnswersNothing(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> List(string name, Caller caller, IGrainFactory grains)
    {
        if (await grains.FindAsync(caller, name) is not { } slo) return SloEndpoints.NotFound(name);
        var corrections = await grains.Slo(caller, slo).CorrectionsAsync();
        return TypedResults.Ok(new CorrectionListResponse([.. corrections.Select(CorrectionResponse.Of)], corrections.Length));
    }

    private static async Task<IResult> Add(string name, Body<CorrectionBody> body, Caller caller, IGrainFactory grains)
    {
        if (await grains.FindAsync(caller, name) is not { } slo) return SloEndpoints.NotFound(name);
        var (from, until, reason) = body.Value;
        var outcome = await grains.Slo(caller, slo).CorrectAsync(new() { From = from, Until = until, Reason = reason, Author = caller.Name });
        if (outcome.Correction is { } stored) return TypedResults.Created((string?)null, CorrectionResponse.Of(stored));
        var field = until <= from || until - from > CorrectionRules.Longest ? "until" : "reason";
        return Problems.Unprocessable("body", field, outcome.Problem!);
    }

    private static async Task<IResult> Remove(string name, string correctionId, Caller caller, IGrainFactory grains)
    {
        if (await grains.FindAsync(caller, name) is not { } slo) return SloEndpoints.NotFound(name);
        return await grains.Slo(caller, slo).WithdrawAsync(correctionId, caller.Name)
            ? TypedResults.NoContent()
            : Problems.NotFound($"{slo.Name} has no correction {Domain.Spelling.Shown(correctionId)}.");
    }
}
