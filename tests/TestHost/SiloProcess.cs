namespace AiSre.TestHost;

/// <summary>The real server as a process of its own, in embedded mode, on free loopback ports. Can be killed and started again on the same files.</summary>
public sealed class SiloProcess : IAsyncDisposable
{
    private readonly SiloSettings _settings;
    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, string> _environment;
    private ChildProcess _process;

    private SiloProcess(SiloSettings settings)
    {
        _settings = settings;
        Port = FreePort.Next();
        DataDirectory = settings.DataDirectory ?? _folder.File("data");
        Address = new Uri($"http://127.0.0.1:{Port}/");
        Http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(30) };
        _environment = new Dictionary<string, string>
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
        foreach (var (name, value) in settings.Environment) _environment[name] = value;
        _process = Launch();
    }

    public int Port { get; }

    public Uri Address { get; }

    public string DataDirectory { get; }

    public string LedgerFile => Path.Combine(DataDirectory, "ledger.db");

    public string SpoolFile => Path.Combine(DataDirectory, "spool.jsonl");

    public HttpClient Http { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Once it has ended.</summary>
    public int ExitCode => _process.ExitCode;

    public string Log => _process.Log;

    /// <summary>Memory that the process holds, in bytes.</summary>
    public long ResidentBytes => ProcessMemory.Resident(_process.Id);

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
    public Task KillAsync() => _process.KillAsync();

    /// <summary>SIGTERM; answers false when the server did not end by itself.</summary>
    public Task<bool> TerminateAsync(TimeSpan? patience = null) => _process.TerminateAsync(patience ?? TimeSpan.FromSeconds(30));

    /// <summary>Starts again on the same ports and files after a kill or an end.</summary>
    public async Task RestartAsync()
    {
        if (!_process.HasExited) throw new InvalidOperationException("The server still runs.");
        await _process.DisposeAsync();
        _process = Launch();
        await WaitUntilHealthyAsync();
    }

    public Task WaitUntilHealthyAsync() => Poll.UntilAsync(
        $"the server at {Address} to be healthy",
        async () => _process.HasExited
            ? throw new InvalidOperationException($"The server ended with code {_process.ExitCode}.{Environment.NewLine}{Log}")
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
        await _process.DisposeAsync();
        _folder.Dispose();
    }

    private ChildProcess Launch()
    {
        var dll = SiloBuild.Find(_settings.Configuration);
        return _settings.SurvivesFileSizeLimit
            ? ChildProcess.Start("bash", ["-c", "trap '' XFSZ; exec dotnet \"$0\"", dll], _environment)
            : ChildProcess.Start("dotnet", [dll], _environment);
    }
}
