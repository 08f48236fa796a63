using System.Text.Json.Serialization;

namespace AiSre.Storage.Backup;

/// <summary>
/// What a backup is and has in it: the last file that is written, so that a backup without one is none. Fields are only ever added.
/// </summary>
public sealed record BackupManifest
{
    public int Format { get; init; } = 1;

    /// <summary>Of the program that took it.</summary>
    public required string Version { get; init; }

    public required DateTimeOffset TakenAt { get; init; }

    /// <summary><c>sqlite</c> or <c>postgres</c>.</summary>
    public required string Database { get; init; }

    /// <summary>Number of the schema's last script.</summary>
    public required int Schema { get; init; }

    /// <summary>Tables of a server's database, each a file. A SQLite file has its own.</summary>
    public IReadOnlyList<BackupTable> Tables { get; init; } = [];

    public IReadOnlyList<BackupFile> Files { get; init; } = [];

    /// <summary>How many of what, for whoever wants to know what came back.</summary>
    public IReadOnlyDictionary<string, long> Counts { get; init; } = new Dictionary<string, long>();
}

/// <param name="Name">In the folder of the backup.</param>
/// <param name="Sha256">Of its content, hexadecimal.</param>
public sealed record BackupFile(string Name, long Bytes, string Sha256);

/// <param name="Columns">In the order of the file.</param>
public sealed record BackupTable(string Name, IReadOnlyList<string> Columns)
{
    [JsonIgnore]
    public string File => $"{Name}.copy";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(BackupManifest))]
internal sealed partial class BackupJson : JsonSerializerContext;
