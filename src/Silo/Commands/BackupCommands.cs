using System.CommandLine;
using AiSre.Api.Settings;
using AiSre.Storage.Backup;
using AiSre.Storage.Files;
using Npgsql;
using StackExchange.Redis;

namespace AiSre.Silo.Commands;

/// <summary><c>backup DIR</c> and <c>restore DIR</c>, on the databases that the settings name.</summary>
internal static class BackupCommands
{
    public const string BackupName = "backup";
    public const string RestoreName = "restore";

    public static Command Backup(IConfiguration configuration, TextWriter output)
    {
        var folder = new Argument<string>("dir") { Description = "Folder of the backup, new or empty." };
        var command = new Command(BackupName,
            "Copies everything that AI-SRE keeps into a folder, also while it runs: databases and spool, each one moment, with checksums.")
            { folder };
        command.SetAction((result, _) => RunAsync(configuration, output, async backups =>
        {
            var taken = await backups.TakeAsync(result.GetValue(folder)!);
            output.WriteLine($"Backup of {taken.Database}, schema {taken.Schema}, taken at {taken.TakenAt:yyyy-MM-dd'T'HH:mm:ss'Z'}:");
            Print(taken, output);
        }));
        return command;
    }

    public static Command Restore(IConfiguration configuration, TextWriter output)
    {
        var folder = new Argument<string>("dir") { Description = "Folder of the backup." };
        var force = new Option<bool>("--force") { Description = "Into a database that is not empty: what it has is lost (files are put aside)." };
        var command = new Command(RestoreName, "Puts a backup back, into databases that are empty and that no silo works on.") { folder, force };
        command.SetAction((result, _) => RunAsync(configuration, output, async backups =>
        {
            var (restored, aside) = await backups.RestoreAsync(result.GetValue(folder)!, result.GetValue(force));
            output.WriteLine($"Restored {restored.Database}, schema {restored.Schema}, as it was at {restored.TakenAt:yyyy-MM-dd'T'HH:mm:ss'Z'}:");
            Print(restored, output);
            if (aside is not null) output.WriteLine($"What was there before is in {aside}.");
        }));
        return command;
    }

    private static void Print(BackupManifest manifest, TextWriter output)
    {
        foreach (var (what, count) in manifest.Counts) output.WriteLine(FormattableString.Invariant($"{count,12} {what}"));
    }

    private static async Task<int> RunAsync(IConfiguration configuration, TextWriter output, Func<Backups, Task> run)
    {
        try
        {
            FileRights.RestrictToOwner();
            SettingNames.RefuseUnknown(configuration);
            await run(new Backups(SiloOptions.Read(configuration).Ledger, TimeProvider.System));
            return 0;
        }
        catch (SettingException exception)
        {
            output.WriteLine(exception.Message);
            return 78; // EX_CONFIG
        }
        catch (Exception exception) when (exception is BackupRefusedException or UnusableDataException or IOException or UnauthorizedAccessException
            or NpgsqlException or RedisException or Microsoft.Data.Sqlite.SqliteException)
        {
            output.WriteLine(exception.Message);
            return 1;
        }
    }
}
