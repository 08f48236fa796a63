using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text.Json;
using AiSre.TestHost;

namespace AiSre.Cluster.Tests.Disks;

/// <summary>Sends alerts that are all new, and remembers which were acknowledged.</summary>
internal sealed class AlertSender(int port)
{
    private int last;

    public ConcurrentBag<string> Acknowledged { get; } = [];

    /// <summary>How often each status was answered to what was not acknowledged.</summary>
    public ConcurrentDictionary<int, int> Refusals { get; } = [];

    public async Task SendAsync(int count)
    {
        for (var i = 0; i < count; i++) await SendOneAsync();
    }

    /// <summary>Several clients at once, until so many alerts in a row were refused.</summary>
    public Task SendUntilRefusedAsync(int inARow) => Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
    {
        for (int refused = 0, sent = 0; refused < inARow; refused = await SendOneAsync() ? 0 : refused + 1)
            if (++sent > 20_000) throw new InvalidOperationException("The disk is full, and 20,000 alerts were acknowledged all the same.");
    })));

    /// <summary>True when it was acknowledged.</summary>
    public async Task<bool> SendOneAsync()
    {
        var key = $"dsk{Interlocked.Increment(ref last):d6}k";
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            title = $"Disk check {key} failed", description = new string('x', 2_000), severity = "warning",
            service = $"service-{(char)('a' + last % 20)}", dedup_key = key,
        });
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            using var connection = await HttpConnection.OpenAsync(port, limit.Token);
            var answer = await connection.PostAsync("/webhook", "Content-Type: application/json\r\n", body, limit.Token);
            if (answer.Status is >= 200 and < 300)
            {
                Acknowledged.Add($"Disk check {key} failed");
                return true;
            }

            Refusals.AddOrUpdate(answer.Status, 1, (_, n) => n + 1);
        }
        catch (Exception error) when (error is SocketException or IOException or OperationCanceledException)
        {
            Refusals.AddOrUpdate(0, 1, (_, n) => n + 1);
        }

        return false;
    }

    /// <summary>What was acknowledged and is neither in the ledger nor in the spool.</summary>
    public IReadOnlyList<string> Lost(SiloProcess silo)
    {
        var spool = File.Exists(silo.SpoolFile) ? File.ReadAllText(silo.SpoolFile) : "";
        var lost = Acknowledged.Except(StoredAlerts.InFile(silo.LedgerFile).Read().Select(alert => alert.Title)).ToList();
        // A drain may have moved something from the one to the other between the two looks.
        return [.. lost.Where(title => !spool.Contains(title, StringComparison.Ordinal))
            .Except(StoredAlerts.InFile(silo.LedgerFile).Read().Select(alert => alert.Title))];
    }
}
