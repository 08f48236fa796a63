using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AiSre.TestHost;

/// <summary>A program that was started for a test, with the last of what it printed. No child outlives this process.</summary>
public sealed partial class ChildProcess : IAsyncDisposable
{
    private const int Sigterm = 15;
    private static readonly ConcurrentDictionary<int, ChildProcess> Living = [];

    private readonly Process process;
    private readonly LogTail log = new();

    static ChildProcess() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var child in Living.Values) child.TryKill();
    };

    private ChildProcess(string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true,
            RedirectStandardInput = true };
        foreach (var name in start.Environment.Keys.Where(IsSettingOfOurs).ToList()) start.Environment.Remove(name);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => log.Add(line.Data);
        process.ErrorDataReceived += (_, line) => log.Add(line.Data);
        process.Start();
        Living[process.Id] = this;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    public int ExitCode => process.ExitCode;

    /// <summary>The last lines that it printed, for the message of a failed test.</summary>
    public string Log => log.ToString();

    /// <summary>Starts with this process's environment, without the settings of the product that happen to be in it.</summary>
    public static ChildProcess Start(string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null) =>
        new(file, arguments, environment ?? new Dictionary<string, string>());

    /// <summary>kill -9: the program learns nothing of it.</summary>
    public async Task KillAsync()
    {
        TryKill();
        await process.WaitForExitAsync();
        Living.TryRemove(process.Id, out _);
    }

    /// <summary>SIGTERM, as an init system sends it. Answers false when it had to be killed because it was not gone in time.</summary>
    public Task<bool> TerminateAsync(TimeSpan patience) => SignalAsync(Sigterm, patience);

    /// <summary>
    /// Sends a signal that ends the program, and waits for its end. Answers false when it had to be killed because it was not gone in time.
    /// </summary>
    public async Task<bool> SignalAsync(int signal, TimeSpan patience)
    {
        if (!process.HasExited) _ = Signal(process.Id, signal);
        using var limit = new CancellationTokenSource(patience);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            Living.TryRemove(process.Id, out _);
            return true;
        }
        catch (OperationCanceledException)
        {
            await KillAsync();
            return false;
        }
    }

    /// <summary>Waits until it has ended by itself, and until all that it printed is in its log.</summary>
    /// <param name="what">Completes the sentence "Waited for …".</param>
    public async Task EndAsync(string what)
    {
        using var limit = new CancellationTokenSource(Poll.Patience);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"Waited {Poll.Patience.TotalSeconds:0} s for {what}.{Environment.NewLine}{Log}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        process.Dispose();
    }

    private static bool IsSettingOfOurs(string name) =>
        name.StartsWith("AI_SRE_", StringComparison.Ordinal) || name.StartsWith("ASPNETCORE_", StringComparison.Ordinal);

    private void TryKill()
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // Gone already.
        }
    }

    internal static void SendSignal(int processId, int signal) => _ = Signal(processId, signal);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int pid, int signal);
}
