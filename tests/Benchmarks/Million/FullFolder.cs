using Microsoft.Data.Sqlite;

namespace AiSre.Benchmarks.Million;

/// <summary>Half a year of incidents in a data folder, the newest of them open.</summary>
internal static class FullFolder
{
    private static readonly TimeSpan History = TimeSpan.FromDays(180);

    /// <param name="dataFolder">Of a server that has stopped.</param>
    /// <param name="incidents">All of them.</param>
    /// <param name="open">Of them; five in a thousand when nothing is said.</param>
    public static void Fill(string dataFolder, int incidents, int? open = null)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(dataFolder, "ledger.db")};Pooling=False");
        connection.Open();
        // A crash while filling costs nothing but the fill.
        Run(connection, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000; BEGIN");
        var rows = new RowMultiplier(connection);
        var spacing = (long)(History.TotalMilliseconds / incidents);
        var openOfService = Math.Max(1, (open ?? incidents / 200) / TemplateIncidents.Services);
        var resolvedOfService = incidents / TemplateIncidents.Services - openOfService;
        for (var service = 0; service < TemplateIncidents.Services; service++)
        {
            rows.Copy(TemplateIncidents.TokenOf(service, resolved: true), service, TemplateIncidents.Services, resolvedOfService, incidents, spacing);
            // The open ones are the newest.
            var first = service + resolvedOfService * TemplateIncidents.Services;
            rows.Copy(TemplateIncidents.TokenOf(service, resolved: false), first, TemplateIncidents.Services, openOfService, incidents, spacing);
        }
        SearchRows.Write(connection);
        Run(connection, "COMMIT; PRAGMA journal_mode = WAL");
    }

    private static void Run(SqliteConnection connection, string statements)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants above.
        command.CommandText = statements;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
