using System.Globalization;

namespace AiSre.TestHost;

/// <summary>One silo or API of <see cref="ClusterProcesses"/>.</summary>
public sealed class ClusterProcess : IAsyncDisposable
{
    private const int Sigkill = 9;
    private const int Sigterm = 15;

    /// <summary>EX_TEMPFAIL: a server went away during its start.</summary>
    private const int StartAgain = 75;

    private readonly string folder;
    private readonly IReadOnlyDictionary<string, string> environment;
    private ChildProcess? restarted;

    internal ClusterProcess(string name, int port, string folder, IReadOnlyDictionary<string, string> environment)
    {
        (Name, Port, this.folder, this.environment) = (name, port, folder, environment);
        Address = new Uri($"http://127.0.0.1:{port}/");
        Http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(30) };
    }

    public string Name { get; }

    /// <summary>Of its API, or of a silo's health and metrics.</summary>
    public int Port { get; }

    public Uri Address { get; }

    public HttpClient Http { get; }

    public int Id => int.Parse(Read("pid") ?? throw new InvalidOperationException($"{Name} was not started."), CultureInfo.InvariantCulture);

    /// <summary>Null while it runs.</summary>
    public int? ExitCode => Read("exit") is { } code ? int.Parse(code, CultureInfo.InvariantCulture) : null;

    /// <summary>The last of what it printed, over all its lives.</summary>
    public string Log => File.Exists(FileOf("log")) ? string.Join(Environment.NewLine, File.ReadLines(FileOf("log")).TakeLast(60)) : "";

    /// <summary>kill -9.</summary>
    public Task KillAsync() => SignalAsync(Sigkill, Poll.Patience);

    /// <summary>SIGTERM, as an init system sends it. Answers the exit code.</summary>
    public async Task<int> TerminateAsync(TimeSpan patience)
    {
        await SignalAsync(Sigterm, patience);
        return ExitCode!.Value;
    }

    /// <summary>SIGSTOP and SIGCONT: it hangs with its connections open, and goes on.</summary>
    public void Signal(int signal) => ChildProcess.SendSignal(Id, signal);

    /// <summary>Starts it again on the same ports after its end, without waiting for it.</summary>
    /// <param name="more">Variables for this life of it, beside those of the cluster.</param>
    public async Task RestartAsync(IReadOnlyDictionary<string, string>? more = null)
    {
        if (ExitCode is null) throw new InvalidOperationException($"{Name} still runs.");
        File.Delete(FileOf("exit"));
        if (restarted is not null) await restarted.DisposeAsync();
        var variables = new Dictionary<string, string>(this.environment);
        foreach (var (name, value) in more ?? new Dictionary<string, string>()) variables[name] = value;
        restarted = ChildProcess.Start("bash", [ClusterProcesses.Script("run"), Name], variables);
    }

    /// <summary>Starts it again, as a service manager does, if a server that went away has ended its start.</summary>
    public Task WaitUntilReadyAsync() => Poll.UntilAsync($"{Name} to be ready", IsReadyAsync, onTimeout: () => Log);

    private async Task<bool> IsReadyAsync()
    {
        switch (ExitCode)
        {
            case StartAgain:
                await RestartAsync();
                return false;
            case { } code:
                throw new InvalidOperationException($"{Name} ended with code {code}.{Environment.NewLine}{Log}");
            default:
                return await StatusAsync("health/ready") == 200;
        }
    }

    /// <summary>The status of a GET; 0 when nobody answers.</summary>
    public async Task<int> StatusAsync(string path)
    {
        try
        {
            using var response = await Http.GetAsync(new Uri(path, UriKind.Relative));
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
        if (restarted is null) return;
        if (ExitCode is null) await SignalAsync(Sigkill, Poll.Patience);
        await restarted.DisposeAsync();
    }

    private async Task SignalAsync(int signal, TimeSpan patience)
    {
        Signal(signal);
        await Poll.UntilAsync($"{Name} to end", () => ExitCode is not null, patience, () => Log);
    }

    private string? Read(string kind)
    {
        try
        {
            return File.ReadAllText(FileOf(kind)).Trim() is { Length: > 0 } text ? text : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private string FileOf(string kind) => Path.Combine(this.folder, $"{Name}.{kind}");
}
