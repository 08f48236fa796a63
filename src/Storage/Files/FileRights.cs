using System.Runtime.InteropServices;

namespace AiSre.Storage.Files;

/// <summary>Databases, spool and backups hold what channels are reached with: they are their owner's alone.</summary>
public static partial class FileRights
{
    private const int OwnerOnly = 0x3F; // 077

    private static readonly string[] Ours = ["ledger.db*", "grains.db*", "spool.jsonl*", "ai-sre.lock"];

    /// <summary>Whatever this process makes from now on is 0600, folders 0700, SQLite's files too.</summary>
    public static void RestrictToOwner()
    {
        if (!OperatingSystem.IsWindows()) _ = Umask(OwnerOnly);
    }

    public static void MakeFolder(string path)
    {
        if (Directory.Exists(path)) return;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Files of an earlier build are readable by everybody. Those of another owner stay as they are.</summary>
    public static void KeepPrivate(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        foreach (var file in Ours.SelectMany(pattern => Directory.EnumerateFiles(folder, pattern)))
        {
            try
            {
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
            catch (UnauthorizedAccessException)
            {
                // Whether it can be used is found out by using it.
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial int Umask(int mask);
}
