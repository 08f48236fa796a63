using System.Net.Sockets;

namespace AiSre.TestHost;

/// <summary>A Redis server of the test's own that keeps what it acknowledged: append-only file, synced with every write.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private const string Name = "redis-server";
    private readonly TempFolder folder = new();
    private ChildProcess? process;

    private RedisServer()
    {
    }

    public int Port { get; } = FreePort.Next();

    public string Log => process?.Log ?? "";

    /// <summary>As <c>AI_SRE_REDIS</c> takes it.</summary>
    public string ConnectionString => $"127.0.0.1:{Port}";

    /// <summary>False where the program is not installed.</summary>
    public static bool IsInstalled => ServerPrograms.Find(Name) is not null;

    public static async Task<RedisServer> StartAsync()
    {
        var server = new RedisServer();
        try
        {
            await server.RestartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it, also again after a kill, and waits until it answers.</summary>
    public async Task RestartAsync()
    {
        process = ChildProcess.Start(ServerPrograms.Require(Name),
            ["--port", $"{Port}", "--bind", "127.0.0.1", "--dir", folder.Path, "--save", "", "--appendonly", "yes", "--appendfsync", "always",
                "--daemonize", "no"]);
        await Poll.UntilAsync("Redis to answer", AnswersAsync, onTimeout: () => Log);
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        if (process is null) return;
        await process.DisposeAsync();
        process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        folder.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", Port);
            var stream = client.GetStream();
            await stream.WriteAsync("PING\r\n"u8.ToArray());
            var answer = new byte[16];
            return await stream.ReadAsync(answer) > 0 && answer[0] == '+';
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
