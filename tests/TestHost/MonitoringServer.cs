namespace AiSre.TestHost;

/// <summary>What Prometheus and Alertmanager have in common as processes: a configuration file, a folder, an address and /-/ready.</summary>
public abstract class MonitoringServer : IAsyncDisposable
{
    private readonly TempFolder folder = new();
    private ChildProcess? process;

    protected MonitoringServer()
    {
        Port = FreePort.Next();
        Address = new Uri($"http://127.0.0.1:{Port}/");
        Http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(30) };
    }

    public int Port { get; }

    public Uri Address { get; }

    public HttpClient Http { get; }

    public int Id => process?.Id ?? 0;

    public string Log => process?.Log ?? "";

    protected string DataFolder => folder.File("data");

    public async ValueTask DisposeAsync()
    {
        await DisposeCoreAsync();
        GC.SuppressFinalize(this);
    }

    protected string Write(string name, string content) => folder.Write(name, content);

    protected async Task RunAsync(string program, params IEnumerable<string> arguments)
    {
        process = ChildProcess.Start(ServerPrograms.Require(program), arguments);
        await Poll.UntilAsync($"{program} to be ready", IsReadyAsync, onTimeout: () => Log);
    }

    protected virtual async ValueTask DisposeCoreAsync()
    {
        Http.Dispose();
        if (process is not null) await process.DisposeAsync();
        folder.Dispose();
    }

    private async Task<bool> IsReadyAsync()
    {
        if (process is { HasExited: true })
            throw new InvalidOperationException($"It ended with code {process.ExitCode}.{Environment.NewLine}{Log}");
        try
        {
            using var response = await Http.GetAsync(new Uri(Address, "-/ready"));
            return response.IsSuccessStatusCode;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            // Nobody has answered yet, or not in time.
            return false;
        }
    }
}
