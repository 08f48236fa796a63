using System.Collections.Immutable;
using System.Globalization;
using AiSre.Domain.Incidents;
using AiSre.Grains.Ledger;
using Orleans.Concurrency;

namespace AiSre.Grains.Workspaces;

[GrainType("workspace-transfer"), StatelessWorker]
public sealed class WorkspaceTransferGrain(ITransferReads reads, ILedger ledger, TimeProvider clock) : Grain, IWorkspaceTransfer
{
    private const int Page = 200;

    /// <summary>Tables in which an import would meet what is there.</summary>
    private static readonly ImmutableArray<string> MustBeEmpty = [TransferTables.Incidents, "documents", "deploys"];

    public async Task<TransferPage> ReadAsync(string workspace, TransferPlace after)
    {
        if (after.Table >= TransferTables.All.Length) return new([], null);
        var table = TransferTables.All[after.Table];
        var rows = await reads.ReadAsync(workspace, table, [.. after.Key.Select((text, i) => KeyOf(table.Key[i], text))], Page);
        var next = rows.Count == Page
            ? after with { Key = [.. rows[^1].Key.Select(part => Convert.ToString(part, CultureInfo.InvariantCulture)!)] }
            : after.Table + 1 < TransferTables.All.Length ? new TransferPlace(after.Table + 1, []) : null;
        return new([.. rows.Select(row => TransferLines.Write(table, row.Values))], next);
    }

    public async Task<bool> IsEmptyAsync(string workspace)
    {
        foreach (var name in MustBeEmpty)
            if ((await reads.ReadAsync(workspace, TransferTables.Find(name)!, [], 1)).Count > 0) return false;
        return true;
    }

    public async Task<TransferProblem?> WriteAsync(string workspace, string from, ImmutableArray<string> lines)
    {
        var read = lines.Select(line => TransferLines.Read(line, from, workspace)).ToList();
        if (read.FindIndex(line => line.Problem is not null) is var wrong and >= 0) return new(wrong, read[wrong].Problem!);
        // Lines of one table stand together, and a table needs what comes before it.
        for (var i = 0; i < read.Count;)
        {
            var table = read[i].Table!;
            var rows = read.Skip(i).TakeWhile(line => line.Table == table).Select(line => line.Values).ToImmutableArray();
            var entry = new ImportRows { Workspace = workspace, Table = table, Rows = rows };
            await ledger.CommitAsync(entry);
            if (entry.Outcome is not LedgerOutcome.Applied) return new(i, "The workspace takes nothing any more.");
            i += rows.Length;
        }
        return null;
    }

    public async Task NoteAsync(string workspace, bool isImport, long rows, string actor)
    {
        var record = new AuditRecord(
            actor, isImport ? "workspace_imported" : "workspace_exported", WorkspaceDocuments.State, workspace,
            clock.GetUtcNow().ToUnixTimeMilliseconds(), EventPayload.Of(("rows", rows)));
        await ledger.CommitAsync(new FactsEntry(workspace) { Facts = AuditAlarm.With(workspace, new() { Audit = [record] }) });
        if (isImport) await Activations.EndAllAsync(GrainFactory, workspace);
    }

    private static object KeyOf(string column, string text) =>
        column is "row_id" or "seq" ? long.Parse(text, CultureInfo.InvariantCulture) : text;
}
