using System.Collections.Concurrent;
using System.Net.Sockets;
using AiSre.TestHost;

namespace AiSre.Cluster.Tests.Hostile;

/// <summary>Sends bodies to one server over a connection that is opened again whenever the server has had enough of it.</summary>
internal sealed class HostileClient(int port, ConcurrentDictionary<int, int> statuses, ConcurrentBag<string> serverErrors) : IDisposable
{
    private HttpConnection? connection;

    public async Task SendAsync(string path, string headers, byte[] body)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var fresh = connection is null;
            try
            {
                connection ??= await HttpConnection.OpenAsync(port, limit.Token);
                var answer = await connection.PostAsync(path, headers, body, limit.Token);
                statuses.AddOrUpdate(answer.Status, 1, (_, n) => n + 1);
                if (answer.Status >= 500 && !SaysOnlyThatItIsInFlight(answer)) serverErrors.Add(Describe(answer, path, headers, body));
                if (!connection.IsOpen) Close();
                return;
            }
            catch (Exception error) when (error is IOException or SocketException)
            {
                // A kept connection may have been closed since; a fresh one is closed on purpose, before the whole body was sent.
                Close();
                if (!fresh) continue;
                statuses.AddOrUpdate(0, 1, (_, n) => n + 1);
                return;
            }
        }
    }

    public void Dispose() => Close();

    /// <summary>Mutants of one body share its delivery id, and the same delivery twice at once is told to come again: that is no error.</summary>
    private static bool SaysOnlyThatItIsInFlight(HttpAnswer answer) =>
        answer.Status == 503 && answer.Body.Contains("\"delivery_in_flight\"", StringComparison.Ordinal);

    private static string Describe(HttpAnswer answer, string path, string headers, byte[] body) =>
        $"{answer.Status} {answer.Body} to {path} {headers.ReplaceLineEndings(" ")} "
            + $"{Convert.ToBase64String(body.AsSpan(0, Math.Min(body.Length, 1_500)))}";

    private void Close()
    {
        connection?.Dispose();
        connection = null;
    }
}
