using System.Diagnostics;

namespace AiSre.TestHost;

/// <summary>
/// A PostgreSQL server of the test's own, on a free loopback port and with durable commits. It can be torn down like a machine and started again on
/// the same files.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Programs = "/usr/lib/postgresql";
    private const int Sigint = 2;
    private const int Sigquit = 3;

    private readonly string folder = Directory.CreateTempSubdirectory("ai-sre-postgres-").FullName;
    private ChildProcess? process;

    private PostgresServer()
    {
    }

    public int Port { get; } = FreePort.Next();

    public int Id => this.process?.Id ?? throw new InvalidOperationException("The server is stopped.");

    public string Log => this.process?.Log ?? "";

    /// <summary>False where the program is not installed.</summary>
    public static bool IsInstalled => Directory.Exists(Programs);

    /// <summary>For Npgsql, as <c>AI_SRE_POSTGRES</c> takes it.</summary>
    public string ConnectionString(string database = "postgres") => $"Host=127.0.0.1;Port={Port};Username=postgres;Database={database}";

    public static async Task<PostgresServer> StartAsync()
    {
        var server = new PostgresServer();
        try
        {
            if (Environment.UserName == "root") await RunAsync("chown", "postgres", server.folder);
            await RunAsync("setpriv",
                [.. AsPostgres, Program("initdb"), "-D", server.Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8",
                    "--no-sync"]);
            await server.RestartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it, also again after a stop, and waits until it takes connections.</summary>
    public async Task RestartAsync()
    {
        this.process = ChildProcess.Start("setpriv",
        [
            .. AsPostgres, Program("postgres"), "-D", Data, "-p", $"{Port}", "-k", folder, "-c", "listen_addresses=127.0.0.1", "-c",
            "max_connections=300",
            "-c", "shared_buffers=256MB", "-c", "max_wal_size=4GB",
        ]);
        await Poll.UntilAsync("PostgreSQL to take connections",
            async () => await TryRunAsync(Program("pg_isready"), "-q", "-h", "127.0.0.1", "-p", $"{Port}") == 0, onTimeout: () => Log);
    }

    /// <summary><c>pg_ctl stop -m immediate</c>: no checkpoint, connections are cut, the next start recovers from the log.</summary>
    public Task StopImmediatelyAsync() => StopAsync(Sigquit);

    /// <summary><c>pg_ctl stop -m fast</c>.</summary>
    public Task StopAsync() => StopAsync(Sigint);

    /// <summary>A new database.</summary>
    public async Task<string> CreateDatabaseAsync(string name)
    {
        await RunAsync(Program("createdb"), "-h", "127.0.0.1", "-p", $"{Port}", "-U", "postgres", name);
        return ConnectionString(name);
    }

    public Task DropDatabaseAsync(string name) => RunAsync(Program("dropdb"), "-h", "127.0.0.1", "-p", $"{Port}", "-U", "postgres", "--force", name);

    /// <summary>Runs one of PostgreSQL's own programs, such as <c>pg_dump</c>, against this server.</summary>
    public Task RunToolAsync(string program, params string[] arguments) =>
        RunAsync(Program(program), [.. arguments, "-h", "127.0.0.1", "-p", $"{Port}", "-U", "postgres"]);

    public async ValueTask DisposeAsync()
    {
        if (this.process is not null) await this.process.DisposeAsync();
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // Its children may still be writing their last words.
        }
    }

    private string Data => Path.Combine(folder, "data");

    /// <summary>PostgreSQL refuses to run as root. setpriv becomes the program instead of starting it, so that signals reach it.</summary>
    private static string[] AsPostgres => Environment.UserName == "root" ? ["--reuid=postgres", "--regid=postgres", "--clear-groups", "--"] : ["--"];

    private static string Program(string name) =>
        Directory.Exists(Programs) && Directory.GetDirectories(Programs).OrderDescending(StringComparer.Ordinal).FirstOrDefault() is { } newest
            ? Path.Combine(newest, "bin", name)
            : throw new FileNotFoundException("PostgreSQL is not installed: apt-get install postgresql");

    private async Task StopAsync(int signal)
    {
        if (this.process is null) return;
        await this.process.SignalAsync(signal, Poll.Patience);
        await this.process.DisposeAsync();
        this.process = null;
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var code = await TryRunAsync(program, arguments);
        if (code != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {code}.");
    }

    private static async Task<int> TryRunAsync(string program, params string[] arguments)
    {
        using var process =
            Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true,
                WorkingDirectory = "/" })!;
        var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        await output;
        return process.ExitCode;
    }
}
