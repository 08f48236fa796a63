using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace AiSre.TestHost;

/// <summary>
/// Loopback ports below the range that the kernel hands out to clients: while a killed server is away, a client that retries must not be
/// given its port as a source port, connect to itself and keep the port from the restarted server. What one test process was given, no other is
/// given as long as it lives.
/// </summary>
public static class FreePort
{
    private const int First = 15_000;
    private const int Last = 32_000;

    private static readonly string Claims = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "ai-sre-test-ports")).FullName;

    /// <summary>The locks are the operating system's: they end with the process.</summary>
    private static readonly ConcurrentDictionary<int, FileStream> Given = [];

    public static int Next()
    {
        for (var attempt = 0; attempt < 1_000; attempt++)
        {
            var port = Random.Shared.Next(First, Last);
            if (Claim(port)) return port;
        }

        throw new InvalidOperationException($"No free loopback port between {First} and {Last}.");
    }

    /// <summary>The first of so many free ports in a row.</summary>
    public static int Block(int count)
    {
        for (var attempt = 0; attempt < 1_000; attempt++)
        {
            var ports = Enumerable.Range(Random.Shared.Next(First, Last - count), count).ToArray();
            // What is claimed of a block that is not whole is left out from then on: there are enough.
            if (ports.All(Claim)) return ports[0];
        }

        throw new InvalidOperationException($"No {count} free loopback ports in a row between {First} and {Last}.");
    }

    private static bool Claim(int port)
    {
        if (Given.ContainsKey(port) || !IsFree(port)) return false;
        try
        {
            var claim = new FileStream(Path.Combine(Claims, $"{port}"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            if (Given.TryAdd(port, claim)) return true;
            claim.Dispose();
        }
        catch (IOException)
        {
            // Another process has it.
        }
        return false;
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
