using AiSre.Api.Description;
using AiSre.Api.Security;
using AiSre.Api.Workspaces;
using AiSre.Domain.Slos.Importing;

namespace AiSre.Api.Slos;

/// <summary>Promises that were written for other tools.</summary>
internal static class SloImportEndpoints
{
    public static void MapSloImport(this IEndpointRouteBuilder endpoints) => endpoints.MapPost("/slo/import", Import).WithTags("SLOs")
        .RequireRole(Role.Operator, KeyScope.Configure)
        .Describe(
            "importSlos", "Take SLOs of OpenSLO, Sloth or Pyrra",
            "Documents of one YAML stream. One of which something is refused is not taken; the others are. The report has a line for each field.")
        .TakesYaml(SloExamples.Foreign).Answers(SloExamples.Imported);

    private static async Task<IResult> Import(HttpRequest request, Caller caller, IGrainFactory grains, KnownWorkspaces workspaces)
    {
        var (document, problem) = await YamlBody.ReadAsync(request, "A YAML document is required.");
        if (document is null) return problem!;
        var import = SloImporter.Import([document], caller.Workspace);
        var taken = new SloPutResponse([], 0, false, []);
        if (!import.Slos.IsEmpty)
        {
            var (answer, refused) = await SloEndpoints.PutAsync(import.Slos, caller, grains, workspaces);
            if (answer is null) return refused!;
            taken = answer;
        }
        return TypedResults.Ok(new SloImportResponse(
            taken.Slos, taken.Count, import.IsRefused, [.. import.Report.Select(ImportLineResponse.Of)], taken.Warnings));
    }
}

/// <param name="Slos">Those that were taken.</param>
/// <param name="Refused">Something was refused, and its SLO is not among them.</param>
/// <param name="Report">What became of each field, in the order of the text.</param>
public sealed record SloImportResponse(
    IReadOnlyList<SloDetailResponse> Slos, int Count, bool Refused, IReadOnlyList<ImportLineResponse> Report, IReadOnlyList<string> Warnings);

/// <param name="Line">Counted from 1.</param>
/// <param name="Field">Where in its document.</param>
/// <param name="Verdict">taken, changed, left_out or refused.</param>
/// <param name="Message">A sentence.</param>
public sealed record ImportLineResponse(int Line, string Field, string Verdict, string Message)
{
    public static ImportLineResponse Of(ImportLine line) =>
        new(line.Line, line.Field, line.Verdict.Name().Replace(' ', '_'), line.Message);
}
