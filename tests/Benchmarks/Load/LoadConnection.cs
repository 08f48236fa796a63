using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace AiSre.Benchmarks.Load;

/// <summary>One kept-alive connection with at most one request under way.</summary>
internal sealed class LoadConnection : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] buffer = new byte[32 * 1024];
    private int filled;
    private ReadOnlyMemory<byte> unsent;

    public LoadConnection(int port)
    {
        socket.SendBufferSize = 256 * 1024;
        socket.Connect(new IPEndPoint(IPAddress.Loopback, port));
        socket.Blocking = false;
    }

    public int Handle => (int)socket.Handle;

    public long SentAt { get; private set; }

    public short Wanted => unsent.IsEmpty ? SocketPoll.Readable : (short)(SocketPoll.Readable | SocketPoll.Writable);

    /// <summary>The status of the answer that was completed last.</summary>
    public int Status { get; private set; }

    public void Send(ReadOnlyMemory<byte> request, long now)
    {
        SentAt = now;
        unsent = request;
        filled = 0;
        Push();
    }

    /// <summary>Goes on with a request that did not fit into the socket's buffer.</summary>
    public void Push()
    {
        while (!unsent.IsEmpty)
        {
            var sent = socket.Send(unsent.Span, SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock) return;
            if (error != SocketError.Success) throw new SocketException((int)error);
            unsent = unsent[sent..];
        }
    }

    /// <summary>True when the answer is complete.</summary>
    public bool Receive()
    {
        if (filled == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
        var read = socket.Receive(buffer.AsSpan(filled), SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock) return false;
        if (error != SocketError.Success) throw new SocketException((int)error);
        if (read == 0) throw new IOException("The server closed a connection.");
        filled += read;
        return IsComplete(buffer.AsSpan(0, filled));
    }

    public void Dispose() => socket.Dispose();

    private bool IsComplete(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0) return false;
        _ = Utf8Parser.TryParse(answer[9..12], out int status, out _);
        Status = status;
        var head = answer[..end];
        var body = answer.Length - end - 4;
        var length = head.IndexOf("Content-Length: "u8);
        if (length < 0) return head.IndexOf("Transfer-Encoding: chunked"u8) < 0 || answer.EndsWith("0\r\n\r\n"u8);
        _ = Utf8Parser.TryParse(head[(length + 16)..], out int expected, out _);
        return body >= expected;
    }
}
