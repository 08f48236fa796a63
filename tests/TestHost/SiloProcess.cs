namespace AiSre.TestHost;

/// <summary>
/// The real server as a process of its own, in embedded mode, on free loopback ports. Can be killed and started again on the same files.
/// </summary>
public sealed class SiloProcess : IAsyncDisposable
{
    private readonly SiloSettings settings;
    private readonly TempFolder folder = new();
    private readonly Dictionary<string, string> environment;
    private ChildProcess process;

    private SiloProcess(SiloSettings settings)
    {
        this.settings = settings;
        Port = FreePort.Next();
        DataDirectory = settings.DataDirectory ?? folder.File("data");
        Address = new Uri($"http://127.0.0.1:{Port}/");
        Http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(30) };
        environment = new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{Port}",
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["AI_SRE_DATA_DIR"] = DataDirectory,
            ["AI_SRE_SILO_PORT"] = $"{FreePort.Next()}",
            ["AI_SRE_GATEWAY_PORT"] = $"{FreePort.Next()}",
            ["AI_SRE_API_KEYS"] = "",
            // A killed process would leave its debugger pipes behind in /tmp.
            ["DOTNET_EnableDiagnostics"] = "0",
        };
        foreach (var (name, value) in settings.Environment) environment[name] = value;
        process = Launch();
    }

    public int Port { get; }

    public Uri Address { get; }

    public string DataDirectory { get; }

    public string LedgerFile => Path.Combine(DataDirectory, "ledger.db");

    public string SpoolFile => Path.Combine(DataDirectory, "spool.jsonl");

    /// <summary>Waits until all that it acknowledged while its ledger was away or slow is in the ledger.</summary>
    public Task DrainedAsync() => Poll.UntilAsync(
        "the spool to be empty", () => new FileInfo(SpoolFile) is { Exists: false } or { Length: 0 }, onTimeout: () => Log);

    public HttpClient Http { get; }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>Once it has ended.</summary>
    public int ExitCode => process.ExitCode;

    public string Log => process.Log;

    /// <summary>Memory that the process holds, in bytes.</summary>
    public long ResidentBytes => ProcessMemory.Resident(process.Id);

    /// <summary>Starts it and waits until it answers.</summary>
    public static async Task<SiloProcess> StartAsync(SiloSettings? settings = null)
    {
        var silo = StartWithoutWaiting(settings);
        try
        {
            await silo.WaitUntilHealthyAsync();
            return silo;
        }
        catch
        {
            await silo.DisposeAsync();
            throw;
        }
    }

    /// <summary>For starts that are expected to fail.</summary>
    public static SiloProcess StartWithoutWaiting(SiloSettings? settings = null) => new(settings ?? new SiloSettings());

    /// <summary>kill -9.</summary>
    public Task KillAsync() => process.KillAsync();

    /// <inheritdoc cref="ChildProcess.EndAsync"/>
    public Task EndAsync(string what) => process.EndAsync(what);

    /// <summary>SIGTERM; answers false when the server did not end by itself.</summary>
    public Task<bool> TerminateAsync(TimeSpan? patience = null) => process.TerminateAsync(patience ?? TimeSpan.FromSeconds(30));

    /// <summary>Starts again on the same ports and files after a kill or an end.</summary>
    public async Task RestartAsync()
    {
        if (!process.HasExited) throw new InvalidOperationException("The server still runs.");
        await process.DisposeAsync();
        process = Launch();
        await WaitUntilHealthyAsync();
    }

    public Task WaitUntilHealthyAsync() => Poll.UntilAsync(
        $"the server at {Address} to be healthy",
        async () => process.HasExited
            ? throw new InvalidOperationException($"The server ended with code {process.ExitCode}.{Environment.NewLine}{Log}")
            : await HealthAsync() == 200,
        onTimeout: () => Log);

    /// <summary>The status of /health; 0 when nobody answers.</summary>
    public async Task<int> HealthAsync()
    {
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            using var response = await Http.GetAsync(new Uri(Address, "health"), limit.Token);
            return (int)response.StatusCode;
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            return 0;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await process.DisposeAsync();
        folder.Dispose();
    }

    private ChildProcess Launch()
    {
        var dll = SiloBuild.Find(this.settings.Configuration, this.settings.Checkout);
        return this.settings.SurvivesFileSizeLimit
            ? ChildProcess.Start("bash", ["-c", "trap '' XFSZ; exec dotnet \"$0\"", dll], environment)
            : ChildProcess.Start("dotnet", [dll], environment);
    }
}
