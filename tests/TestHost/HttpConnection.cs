using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AiSre.TestHost;

/// <summary>
/// One kept-alive HTTP/1.1 connection that sends exactly what it is told, exactly once. HttpClient may send a request again on a fresh
/// connection, and refuses to send some of the bytes that hostile clients send; neither will do where requests are counted.
/// </summary>
public sealed class HttpConnection : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] buffer = new byte[16 * 1024];

    /// <summary>False when the server said that it closes the connection after this answer.</summary>
    public bool IsOpen { get; private set; } = true;

    public static async Task<HttpConnection> OpenAsync(int port, CancellationToken cancellation)
    {
        var connection = new HttpConnection();
        try
        {
            await connection.socket.ConnectAsync(IPAddress.Loopback, port, cancellation);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <param name="headers">Lines with their CR LF, such as <c>X-Source: webhook\r\n</c>.</param>
    public async Task<HttpAnswer> PostAsync(string path, string headers, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        var head = $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {body.Length}\r\n{headers}\r\n";
        return await SendAsync([Encoding.Latin1.GetBytes(head), body], cancellation);
    }

    /// <summary>Sends a whole request, whatever it is.</summary>
    public Task<HttpAnswer> SendAsync(ReadOnlyMemory<byte> request, CancellationToken cancellation) => SendAsync([request], cancellation);

    private async Task<HttpAnswer> SendAsync(ReadOnlyMemory<byte>[] parts, CancellationToken cancellation)
    {
        try
        {
            foreach (var part in parts) await WriteAsync(part, cancellation);
        }
        catch (SocketException) when (socket.Available > 0)
        {
            // Refused before the body was read, as for bodies that are too large: the answer is there.
            IsOpen = false;
        }

        return await ReadAsync(cancellation);
    }

    public void Dispose() => socket.Dispose();

    private async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        while (!bytes.IsEmpty) bytes = bytes[await socket.SendAsync(bytes, cancellation)..];
    }

    private async Task<HttpAnswer> ReadAsync(CancellationToken cancellation)
    {
        var filled = 0;
        while (true)
        {
            if (filled == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
            var read = await socket.ReceiveAsync(buffer.AsMemory(filled), cancellation);
            if (read == 0) throw new IOException("The server closed the connection without an answer.");
            filled += read;
            if (HttpAnswer.TryParse(buffer.AsSpan(0, filled)) is not { } answer) continue;
            IsOpen &= !answer.Closes;
            return answer;
        }
    }
}
