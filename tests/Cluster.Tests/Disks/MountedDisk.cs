using AiSre.TestHost;

namespace AiSre.Cluster.Tests.Disks;

/// <summary>A tmpfs of a few megabytes. Full is full: a file of zeros takes what is left.</summary>
internal sealed class MountedDisk : SmallDisk
{
    private readonly TempFolder mountPoint = new();

    private MountedDisk()
    {
    }

    public override string Description => $"tmpfs of 16 MB at {Folder}";

    public override string Folder => mountPoint.Path;

    private string Filler => Path.Combine(Folder, "filler");

    /// <summary>Null where mounting is refused.</summary>
    public static MountedDisk? TryMount()
    {
        var disk = new MountedDisk();
        if (Run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", disk.Folder).Code == 0) return disk;
        disk.mountPoint.Dispose();
        return null;
    }

    /// <summary>Remounts it; answers what the system said when it refused.</summary>
    public string? Remount(bool readOnly)
    {
        var (code, output) = Run("mount", "-o", readOnly ? "remount,ro" : "remount,rw", Folder);
        return code == 0 ? null : output;
    }

    public override void Refuse(int processId)
    {
        using var filler = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4096];
        try
        {
            while (true) filler.Write(block);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    public override void Relent(int processId) => File.Delete(Filler);

    public override void Dispose()
    {
        // Lazily: whatever still holds a file of it must not fail the test.
        _ = Run("umount", "-l", Folder);
        mountPoint.Dispose();
    }
}
