using System.Runtime.InteropServices;

namespace AiSre.Benchmarks.Load;

/// <summary>poll(2): one thread waits for many sockets without a thread pool between the kernel and the loop.</summary>
internal static partial class SocketPoll
{
    public const short Readable = 1;
    public const short Writable = 4;

    public static int Wait(Span<Entry> entries, int milliseconds) =>
        Poll(ref MemoryMarshal.GetReference(entries), (nuint)entries.Length, milliseconds);

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(ref Entry entries, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    internal struct Entry
    {
        public int Socket;
        public short Wanted;
        public short Happened;
    }
}
