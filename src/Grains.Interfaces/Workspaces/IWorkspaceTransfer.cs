using System.Collections.Immutable;

namespace AiSre.Grains.Workspaces;

/// <summary>Takes all of a workspace elsewhere, as lines of JSON, a few at a time. A stateless worker. Key: 0.</summary>
[Alias("aisre.workspace-transfer")]
public interface IWorkspaceTransfer : IGrainWithIntegerKey
{
    /// <summary>What comes behind a place.</summary>
    [Alias("read"), Idempotent, ResponseTimeout("00:00:30")]
    Task<TransferPage> ReadAsync(string workspace, TransferPlace after);

    /// <summary>There is nothing in it that an import could meet.</summary>
    [Alias("is-empty"), Idempotent]
    Task<bool> IsEmptyAsync(string workspace);

    /// <summary>Stores lines of an export; all of them, or none.</summary>
    /// <param name="workspace">Whose they are now.</param>
    /// <param name="from">Whose they were.</param>
    /// <param name="lines">In the order of the export.</param>
    /// <returns>What is wrong with the first line that cannot be stored; null: all are stored.</returns>
    [Alias("write"), ResponseTimeout("00:00:30")]
    Task<TransferProblem?> WriteAsync(string workspace, string from, ImmutableArray<string> lines);

    /// <summary>Says in the audit that it was read or written as a whole. After an import nobody goes by what he knew before.</summary>
    [Alias("note"), ResponseTimeout("00:00:30")]
    Task NoteAsync(string workspace, bool isImport, long rows, string actor);
}

/// <param name="Table">The number of the table, in the order of the export.</param>
/// <param name="Key">Of the last row of it; empty: before the first.</param>
[GenerateSerializer, Immutable, Alias("aisre.transfer-place")]
public sealed record TransferPlace([property: Id(0)] int Table, [property: Id(1)] ImmutableArray<string> Key)
{
    public static TransferPlace Begin { get; } = new(0, []);
}

/// <param name="Lines">JSON, without line breaks.</param>
/// <param name="Next">Where to go on; null: that was all.</param>
[GenerateSerializer, Immutable, Alias("aisre.transfer-page")]
public sealed record TransferPage([property: Id(0)] ImmutableArray<string> Lines, [property: Id(1)] TransferPlace? Next);

/// <param name="Line">Its place among the lines that were sent, from 0.</param>
/// <param name="Message">What is wrong with it.</param>
[GenerateSerializer, Immutable, Alias("aisre.transfer-problem")]
public sealed record TransferProblem([property: Id(0)] int Line, [property: Id(1)] string Message);
