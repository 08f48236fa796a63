using AiSre.Api.Security;
using AiSre.Api.Settings;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;

namespace AiSre.Api.Platform;

/// <summary>What the program around the API knows of itself.</summary>
public interface IStartNotes
{
    /// <summary>Where the data is; holds no secret.</summary>
    string Data { get; }

    /// <summary>What a person may have meant to set and has not, each with what that means.</summary>
    Task<IReadOnlyList<string>> NotConfiguredAsync(CancellationToken cancellation);

    /// <summary>What works and will most likely surprise somebody, a sentence each.</summary>
    IReadOnlyList<string> Warnings => [];
}

/// <summary>
/// Says three things once the process has started: where it listens, where the data is, and what is not configured. One event, so that it is one in
/// JSON too.
/// </summary>
/// <param name="serve">The process serves the API, and its keys count.</param>
internal sealed partial class StartLines(
    bool serve, IServer server, ApiKeyRing keys, IEnumerable<IStartNotes> notes, IHostApplicationLifetime host, ILogger<StartLines> log)
        : BackgroundService
{
    /// <summary>The lines do not wait longer for a cluster that does not answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var started = CancellationTokenSource.CreateLinkedTokenSource(host.ApplicationStarted, stoppingToken);
        await Task.Delay(Timeout.InfiniteTimeSpan, started.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (stoppingToken.IsCancellationRequested) return;
        foreach (var warning in notes.SelectMany(static note => note.Warnings)) LogWarning(log, warning);
        if (!log.IsEnabled(LogLevel.Information)) return;
        var missing = await NotConfiguredAsync(stoppingToken);
        var (addresses, data, lacks) = (Listens(), Data(), missing.Count == 0 ? "nothing that is needed" : string.Join("; ", missing));
        LogStarted(log, addresses, data, lacks);
    }

    private string Listens()
    {
        var addresses = string.Join(", ", server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []);
        return serve ? $"{addresses}, described at /docs" : $"{addresses}, for /health and /metrics only";
    }

    private string Data() => notes.FirstOrDefault()?.Data ?? "none here";

    private async Task<IReadOnlyList<string>> NotConfiguredAsync(CancellationToken cancellation)
    {
        var missing = new List<string>();
        if (serve && keys.DevMode) missing.Add($"{AiSreSettings.ApiKeys.Name} (dev mode: whoever reaches the port is admin)");
        foreach (var note in notes)
        {
            try
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                patience.CancelAfter(Patience);
                missing.AddRange(await note.NotConfiguredAsync(patience.Token));
            }
            catch (Exception exception)
            {
                missing.Add($"what else is missing could not be asked ({exception.GetType().Name})");
            }
        }
        return missing;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "AI-SRE listens at {Addresses}\nData: {Data}\nNot configured: {NotConfigured}")]
    private static partial void LogStarted(ILogger log, string addresses, string data, string notConfigured);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Warning}")]
    private static partial void LogWarning(ILogger log, string warning);
}
