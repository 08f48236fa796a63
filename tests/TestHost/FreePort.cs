using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace AiSre.TestHost;

/// <summary>
/// Loopback ports below the range that the kernel hands out to clients: while a killed server is away, a client that retries must not be
/// given its port as a source port, connect to itself and keep the port from the restarted server.
/// </summary>
public static class FreePort
{
    private const int First = 15_000;
    private const int Last = 32_000;

    private static readonly ConcurrentDictionary<int, bool> Given = [];

    public static int Next()
    {
        for (var attempt = 0; attempt < 1_000; attempt++)
        {
            var port = Random.Shared.Next(First, Last);
            if (Given.ContainsKey(port) || !IsFree(port)) continue;
            if (Given.TryAdd(port, true)) return port;
        }

        throw new InvalidOperationException($"No free loopback port between {First} and {Last}.");
    }

    /// <summary>The first of so many free ports in a row.</summary>
    public static int Block(int count)
    {
        for (var attempt = 0; attempt < 1_000; attempt++)
        {
            var ports = Enumerable.Range(Random.Shared.Next(First, Last - count), count).ToArray();
            if (ports.Any(port => Given.ContainsKey(port) || !IsFree(port))) continue;
            foreach (var port in ports) Given.TryAdd(port, true);
            return ports[0];
        }

        throw new InvalidOperationException($"No {count} free loopback ports in a row between {First} and {Last}.");
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
