using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace AiSre.Storage.Files;

/// <summary>Which file a path leads to: the same until somebody removes, replaces or mounts over it.</summary>
/// <param name="Device">The file system.</param>
/// <param name="Inode">The file there; 0 when there is none.</param>
internal readonly partial record struct FileIdentity(ulong Device, ulong Inode)
{
    private const int CurrentFolder = -100;
    private const uint WantInode = 0x100;
    private const int NoSuchFile = 2, NotAFolder = 20;

    public static readonly FileIdentity Missing;

    /// <summary>The system does not say. Nothing is concluded from that.</summary>
    private static readonly FileIdentity Unknown = new(ulong.MaxValue, ulong.MaxValue);

    public static FileIdentity Of(string path)
    {
        if (!OperatingSystem.IsLinux()) return Unknown;
        // The layout of struct statx is the same on all processors, which that of struct stat is not.
        Span<byte> answer = stackalloc byte[256];
        answer.Clear();
        if (Statx(CurrentFolder, path, 0, WantInode, answer) != 0)
            return Marshal.GetLastPInvokeError() is NoSuchFile or NotAFolder ? Missing : Unknown;
        var device = BinaryPrimitives.ReadUInt32LittleEndian(answer[136..]) | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(answer[140..]) << 32);
        return new(device, BinaryPrimitives.ReadUInt64LittleEndian(answer[32..]));
    }

    public bool DiffersFrom(FileIdentity other) => this != Unknown && other != Unknown && this != other;

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, Span<byte> answer);
}
