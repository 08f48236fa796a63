using System.Data.Common;
using System.Text;
using AiSre.Grains;
using AiSre.Grains.Definitions;
using AiSre.Grains.Heartbeats;
using AiSre.Grains.Ledger;
using AiSre.Grains.Silences;
using Microsoft.Extensions.Logging;

namespace AiSre.Storage.Upgrades;

/// <summary>
/// Version 0.1.0 kept definitions, silences and heartbeats with Orleans' own storage. They move to the ledger's documents when the first silo of a
/// later version starts, before any grain asks for them: first they are committed there, then the old rows go. Whatever breaks in between, the next
/// start goes on.
/// </summary>
internal sealed partial class StatesToDocuments(ILedger ledger, IDocumentReads documents, ILogger<StatesToDocuments> log)
{
    private const string Select = """
        SELECT GrainTypeString, GrainIdExtensionString, PayloadBinary FROM OrleansStorage
        WHERE GrainTypeString IN ('definitions', 'silences', 'heartbeat', 'names') OR GrainTypeString LIKE 'definitions-%'
        """;

    private const string Delete = "DELETE FROM OrleansStorage WHERE GrainTypeString = @name AND GrainIdExtensionString = @grain";

    /// <param name="connection">To the database with Orleans' own tables.</param>
    public async Task MoveAsync(DbConnection connection)
    {
        var rows = await ReadAsync(connection);
        foreach (var (name, grain, payload) in rows)
        {
            if (payload is not null) await KeepAsync(KeyOf(name, grain), DocumentOf(name, payload));
            using var command = connection.CreateCommand();
            command.CommandText = Delete;
            Add(command, "@name", name);
            Add(command, "@grain", grain);
            await command.ExecuteNonQueryAsync();
        }
        if (rows.Count > 0) LogMoved(log, rows.Count);
    }

    private async Task KeepAsync(DocumentKey key, string document)
    {
        var entry = new DocumentEntry(key) { Version = 0, Document = document };
        await ledger.CommitAsync(entry);
        if (entry.Outcome is LedgerOutcome.Applied) return;
        // An earlier start has got as far as this, or a silo of 0.1.0 has written beside later ones.
        if ((await documents.FindAsync(key))?.Text != document) LogOlder(log, key.Kind, key.Workspace, key.Id);
    }

    private static async Task<List<(string Name, string Grain, string? Payload)>> ReadAsync(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Select;
        using var reader = await command.ExecuteReaderAsync();
        var rows = new List<(string, string, string?)>();
        while (await reader.ReadAsync())
            rows.Add((reader.GetString(0), reader.GetString(1),
                reader.IsDBNull(2) ? null : Encoding.UTF8.GetString(reader.GetFieldValue<byte[]>(2))));
        return rows;
    }

    private static DocumentKey KeyOf(string name, string grain)
    {
        var (workspace, id) = GrainKeys.Parse(grain);
        return name switch
        {
            "definitions" => new(workspace, DefinitionsGrain.Kind, ""),
            "silences" => new(workspace, SilencesGrain.Kind, ""),
            "heartbeat" => new(workspace, HeartbeatGrain.Kind, id),
            "names" => new(workspace, HeartbeatNamesGrain.Kind, ""),
            _ => new(workspace, DefinitionsTexts.Kind, name["definitions-".Length..]),
        };
    }

    private static string DocumentOf(string name, string payload) => OrleansJson.ToDocument(payload, DocumentText.TypeOf(name switch
    {
        "definitions" => typeof(DefinitionsState),
        "silences" => typeof(SilencesState),
        "heartbeat" => typeof(HeartbeatGrainState),
        "names" => typeof(HeartbeatNamesState),
        _ => typeof(DefinitionsTexts),
    }));

    private static void Add(DbCommand command, string name, string value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Rows} states of definitions, silences and heartbeats were moved to the ledger.")]
    private static partial void LogMoved(ILogger log, int rows);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "The {Kind} of {Workspace} ({Id}) are in the ledger already and differ from what version 0.1.0 has left; those in the ledger count.")]
    private static partial void LogOlder(ILogger log, string kind, string workspace, string id);
}
