using System.Reflection;
using AiSre.Storage.Files;

namespace AiSre.Storage.Backup;

/// <summary>Takes and restores backups of everything that the platform keeps, wherever it keeps it.</summary>
/// <param name="options">Where that is.</param>
public sealed class Backups(LedgerOptions options, TimeProvider clock)
{
    private const string Sqlite = "sqlite";
    private const string Postgres = "postgres";

    private string Database => options.Postgres is null ? Sqlite : Postgres;

    /// <summary>Also while silos work. The folder must be new or empty.</summary>
    public async Task<BackupManifest> TakeAsync(string directory)
    {
        var to = new BackupFolder(directory);
        to.Create();
        using var data = new DataFolder(options.DataDirectory);
        // The spool first: what is taken up in between is then in both, and known by its mark.
        var spooled = await SpoolBackup.TakeAsync(options, data, to);
        var manifest = new BackupManifest { Version = Version, TakenAt = clock.GetUtcNow(), Database = Database, Schema = 0 };
        SortedDictionary<string, long> counts;
        if (options.Postgres is { } postgres) (manifest, counts) = await PostgresBackup.TakeAsync(postgres, to, manifest, spooled);
        else
        {
            (var schema, counts) = await SqliteBackup.TakeAsync(data, to, spooled);
            manifest = manifest with { Schema = schema };
        }
        return await to.SealAsync(manifest with { Counts = counts });
    }

    /// <summary>While no silo works on the target.</summary>
    /// <param name="force">What the target has is lost; files are put aside.</param>
    /// <returns>What is there now, and where what was there before has gone.</returns>
    public async Task<(BackupManifest Restored, string? Aside)> RestoreAsync(string directory, bool force)
    {
        var from = new BackupFolder(directory);
        var manifest = await from.VerifyAsync();
        if (manifest.Database != Database)
            throw new BackupRefusedException($"The backup is one of {manifest.Database}, and the settings name {Database}"
                + $" (AI_SRE_POSTGRES is {(options.Postgres is null ? "not " : "")}set).");
        SchemaNumber.Refuse($"The backup in {from.Path}", manifest.Schema, Database);
        using var data = new DataFolder(options.DataDirectory);
        string? aside = null;
        if (options.Redis is null)
        {
            data.Open();
            aside = MakeRoom(data, force);
        }
        await SpoolBackup.RefuseIfFilledAsync(options, force);
        if (options.Postgres is { } postgres) await PostgresRestore.RunAsync(postgres, from, manifest, force);
        else SqliteBackup.Restore(from, data);
        await SpoolBackup.RestoreAsync(options, from, data);
        return (manifest, aside);
    }

    private static string Version =>
        typeof(Backups).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    /// <summary>Files that would be written over go into a folder beside them: a person who forces may still want to look.</summary>
    private string? MakeRoom(DataFolder data, bool force)
    {
        string[] present = [.. SqliteBackup.Present(data), .. new[] { SpoolFile.Name, SpoolFile.Aside }.Where(name => File.Exists(data.File(name)))];
        if (present.Length == 0) return null;
        if (!force)
            throw new BackupRefusedException($"{data.Path} is not empty ({present[0]}): name another folder (AI_SRE_DATA_DIR), or say --force.");
        var aside = data.File(FormattableString.Invariant($"before-restore-{clock.GetUtcNow():yyyyMMdd'T'HHmmssfff'Z'}"));
        FileRights.MakeFolder(aside);
        foreach (var name in present) File.Move(data.File(name), Path.Combine(aside, name));
        return aside;
    }
}
