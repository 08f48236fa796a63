using System.Security.Cryptography;

namespace AiSre.Storage.Files;

/// <summary>
/// The folder of the files: SQLite's and the spool's. One process has it at a time, and it notices when the path leads somewhere else: what is
/// written then is nowhere after the next start.
/// </summary>
public sealed class DataFolder(string path) : IDisposable
{
    private FileStream? held;
    private FileIdentity identity;
    private DateTime mark;

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    private string LockFile => File("ai-sre.lock");

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>What is wrong with the folder since it was opened; null when nothing is. Costs a microsecond.</summary>
    public string? Trouble => held is not null && FileIdentity.Of(LockFile).DiffersFrom(identity) && !IsOurs()
        ? $"The data folder {Path} is not the one that this process opened: it was removed, replaced or mounted over. Bring it back, or restart."
        : null;

    /// <summary>Makes it where it is missing, and keeps every other process out until the end of this one, whatever ends it.</summary>
    public void Open()
    {
        if (held is not null) return;
        try
        {
            FileRights.MakeFolder(Path);
            FileRights.KeepPrivate(Path);
            // The lock is the operating system's and not the file's: it goes with the process.
            held = new FileStream(LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            // A time that no other file has; whole seconds, because some file systems keep no more.
            mark = DateTime.UnixEpoch.AddSeconds(2 * RandomNumberGenerator.GetInt32(1 << 29));
            System.IO.File.SetLastWriteTimeUtc(held.SafeFileHandle, mark);
            identity = FileIdentity.Of(LockFile);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            Dispose();
            throw new UnusableDataException(IsTaken(exception)
                ? $"Another process works on the data folder {Path}: stop it, or give this one a folder of its own (AI_SRE_DATA_DIR)."
                : $"The data folder {Path} (AI_SRE_DATA_DIR) cannot be used: {exception.Message}", exception);
        }
    }

    public void Dispose()
    {
        held?.Dispose();
        held = null;
    }

    /// <summary>Some file systems number their files anew from time to time; the mark of this one is there all the same.</summary>
    private bool IsOurs()
    {
        try
        {
            return System.IO.File.GetLastWriteTimeUtc(LockFile) == mark;
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            return false;
        }
    }

    // EWOULDBLOCK, which .NET knows by this number of Windows' too.
    private static bool IsTaken(Exception exception) => exception is IOException and not DirectoryNotFoundException
        && exception.HResult is 11 or 35 or unchecked((int)0x80070020);
}
