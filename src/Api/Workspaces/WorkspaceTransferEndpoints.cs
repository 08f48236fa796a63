using System.Text;
using AiSre.Api.Description;
using AiSre.Api.Edge;
using AiSre.Api.Errors;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Domain;
using AiSre.Domain.Workspaces;
using AiSre.Grains.Workspaces;

namespace AiSre.Api.Workspaces;

/// <summary>All of a workspace as lines of JSON, and back.</summary>
internal static class WorkspaceTransferEndpoints
{
    private const string Lines = "application/x-ndjson";

    /// <summary>Larger than any workspace that one stream should carry. 64 GiB.</summary>
    private const long BodyBytes = 64L << 30;

    /// <summary>Lines that are stored together.</summary>
    private const int Together = 200;

    /// <summary>The same in bytes: of what goes from process to process in one message.</summary>
    private const int MostText = 4 << 20;

    public static void MapWorkspaceTransfer(this IEndpointRouteBuilder endpoints)
    {
        var one = endpoints.MapGroup("/workspaces/{workspaceId}").WithTags("Workspaces").WithMetadata(new ManagesWorkspaces())
            .WithPath("workspaceId", "The workspace's id.", WorkspaceExamples.Id).RequireRole(Role.Admin, KeyScope.Administer).WithoutTimeout();
        // By session too: the console has a link to it.
        one.MapGet("/export", Export).TakesSession()
            .Describe(
                "exportWorkspace", "Everything in a workspace, as lines of JSON",
                "The first line says what it is, the last one how many lines there are. Without keys, and without what waits to be sent. Audited.")
            .AnswersText(Lines, WorkspaceExamples.Lines);
        one.MapPost("/import", Import).WithBodyLimit(BodyBytes)
            .Describe(
                "importWorkspace", "Fill an empty workspace with an export",
                "Suspend it before, and nothing is done or told until it is resumed. The audit is sealed anew. For keys that belong to no workspace.")
            .TakesText(Lines, WorkspaceExamples.Lines).Answers(WorkspaceExamples.Imported);
    }

    private static async Task<IResult> Export(string workspaceId, HttpContext context, Caller caller, IGrainFactory grains, TimeProvider clock)
    {
        if (await WorkspaceEndpoints.FindAsync(workspaceId, caller, grains) is not { } workspace || workspace.Status is WorkspaceStatus.Deleting)
            return WorkspaceProblems.NotFound(workspaceId);
        context.Response.ContentType = Lines;
        var transfer = grains.GetGrain<IWorkspaceTransfer>(0);
        await using var text = new StreamWriter(context.Response.Body, new UTF8Encoding(false)) { NewLine = "\n" };
        await text.WriteLineAsync(ExportHeader.Write(workspace, clock.GetUtcNow()));
        var rows = 0L;
        for (TransferPlace? place = TransferPlace.Begin; place is not null;)
        {
            var page = await transfer.ReadAsync(workspaceId, place);
            foreach (var line in page.Lines) await text.WriteLineAsync(line);
            await text.FlushAsync(context.RequestAborted);
            (rows, place) = (rows + page.Lines.Length, page.Next);
        }
        await transfer.NoteAsync(workspaceId, isImport: false, rows, caller.Name);
        await text.WriteLineAsync(ExportHeader.End(rows));
        return Results.Empty;
    }

    private static async Task<IResult> Import(string workspaceId, HttpContext context, Caller caller, IGrainFactory grains)
    {
        if (await WorkspaceEndpoints.RefusalAsync(workspaceId, caller, grains, "workspaces are imported by keys") is { } refusal) return refusal;
        var transfer = grains.GetGrain<IWorkspaceTransfer>(0);
        if (!await transfer.IsEmptyAsync(workspaceId))
            return Problems.Conflict($"The workspace {workspaceId} is not empty; an import does not mix with what is there.", "workspace_not_empty");
        using var text = new StreamReader(context.Request.Body, Encoding.UTF8);
        var first = await text.ReadLineAsync(context.RequestAborted) ?? "";
        if ((SurrogateEscapes.AreWhole(first) ? ExportHeader.Read(first) : null) is not { } from)
            return Wrong(1, "It is not the first line of an export.");
        var (number, rows, sending) = (1L, 0L, new List<string>());
        for (var size = 0; await text.ReadLineAsync(context.RequestAborted) is { } line;)
        {
            number++;
            if (!SurrogateEscapes.AreWhole(line)) return Wrong(number, "It holds half a surrogate pair, such as \\ud800 alone, which is no text.");
            if (ExportHeader.EndOf(line) is { } end)
            {
                if (await SendAsync(sending, number) is { } last) return last;
                if (end != rows) return Wrong(number, Invariant($"There were {end} lines, and {rows} came."));
                await transfer.NoteAsync(workspaceId, isImport: true, rows, caller.Name);
                return TypedResults.Ok(new ImportedResponse(workspaceId, rows));
            }
            sending.Add(line);
            if (sending.Count < Together && (size += line.Length) < MostText) continue;
            if (await SendAsync(sending, number + 1) is { } problem) return problem;
            size = 0;
        }
        return await SendAsync(sending, number + 1) ?? Wrong(number, "The export ends before its last line; what came is stored.");

        async Task<ProblemResult?> SendAsync(List<string> lines, long next)
        {
            if (lines.Count == 0) return null;
            var problem = await transfer.WriteAsync(workspaceId, from, [.. lines]);
            if (problem is not null) return Wrong(next - lines.Count + problem.Line, problem.Message);
            rows += lines.Count;
            lines.Clear();
            return null;
        }
    }

    private static ProblemResult Wrong(long line, string message) => Problems.Unprocessable("body", Invariant($"line {line}"), message);
}

/// <param name="WorkspaceId">Which workspace was filled.</param>
/// <param name="Rows">With how many rows.</param>
public sealed record ImportedResponse(string WorkspaceId, long Rows);
