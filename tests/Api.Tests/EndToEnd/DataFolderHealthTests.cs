using AiSre.Api.Tests.Edge;
using AiSre.Storage.Files;
using AiSre.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Api.Tests.EndToEnd;

/// <summary>Whoever asks whether alerts may be sent here hears when they would not be kept, before an alert is lost to it.</summary>
public sealed class DataFolderHealthTests : IDisposable
{
    private readonly TempFolder folder = new();

    private string Data => folder.File("data");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_folder_that_is_gone_is_503_with_the_reason_until_it_is_back()
    {
        await using var host = await EmbeddedHost.StartAloneAsync(settings: ("AI_SRE_DATA_DIR", Data));
        // As the program does before it serves.
        host.Services.GetRequiredService<DataFolder>().Open();
        await SaysAsync(host, "/health/ready", 200, "ok", null);
        Directory.Move(Data, $"{Data}.moved");
        await SaysAsync(host, "/health/ready", 503, "unavailable", "is not the one that this process opened");
        await SaysAsync(host, "/health", 503, "degraded", "is not the one that this process opened");
        Directory.Move($"{Data}.moved", Data);
        await SaysAsync(host, "/health/ready", 200, "ok", null);
    }

    [Fact]
    public async Task While_only_the_ledgers_file_is_gone_the_spool_keeps_alerts()
    {
        await using var host = await EmbeddedHost.StartAloneAsync(settings: ("AI_SRE_DATA_DIR", Data));
        await SaysAsync(host, "/health/ready", 200, "ok", null);
        var ledger = Path.Combine(Data, "ledger.db");
        File.Move(ledger, $"{ledger}.moved");
        await SaysAsync(host, "/health", 503, "degraded", "is not the file that this process opened");
        await SaysAsync(host, "/health/ready", 200, "degraded", "is not the file that this process opened");
        File.Move($"{ledger}.moved", ledger);
        await SaysAsync(host, "/health/ready", 200, "ok", null);
    }

    /// <summary>An answer is kept for a second, so it is asked until it says so.</summary>
    private static Task SaysAsync(EmbeddedHost host, string path, int status, string word, string? detail) =>
        Poll.UntilAsync($"{path} to say {status} {word}", async () =>
        {
            using var answer = await host.Client.GetAsync(path);
            var body = await answer.JsonAsync();
            return (int)answer.StatusCode == status && body.Text("status") == word
                && (detail is null
                    || (body.TryGetProperty("details", out var details) && details.ToString().Contains(detail, StringComparison.Ordinal)));
        });
}
