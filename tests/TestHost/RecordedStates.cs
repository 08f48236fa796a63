using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace AiSre.TestHost;

/// <summary>The states of grains as version 0.1.0 has stored them, byte for byte.</summary>
public static class RecordedStates
{
    /// <summary>Puts them into the tables of Orleans' storage.</summary>
    /// <param name="connection">Open; the tables are there.</param>
    /// <param name="now">The database's word for this instant, such as <c>now()</c>.</param>
    public static async Task FillAsync(DbConnection connection, string now)
    {
        using var stored = JsonDocument.Parse(await File.ReadAllTextAsync(PathOf()));
        foreach (var row in stored.RootElement.EnumerateArray())
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"""
                INSERT INTO OrleansStorage (ServiceId, GrainTypeString, GrainIdN0, GrainIdN1, GrainIdExtensionString, PayloadBinary, ModifiedOn, Version)
                VALUES ('default', @name, 0, 0, @grain, @payload, {now}, 1)
                """;
            Add(command, "@name", row.GetProperty("state").GetString()!);
            Add(command, "@grain", row.GetProperty("grain").GetString()!);
            Add(command, "@payload", Encoding.UTF8.GetBytes(row.GetProperty("payload").GetString()!));
            await command.ExecuteNonQueryAsync();
        }
    }

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }

    private static string PathOf([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "states-0.1.0.json");
}
