namespace AiSre.Benchmarks.Load;

/// <summary>The same thousand alerts again and again, as in a storm.</summary>
internal sealed class RepeatedAlerts : IRequestSource
{
    private const int Identities = 1_000;

    private readonly byte[][] requests;
    private readonly Random random = new(1);

    public RepeatedAlerts(int alertsPerRequest, Func<int, string, string>? json = null)
    {
        AlertsPerRequest = alertsPerRequest;
        var alerts = Enumerable.Range(0, Identities).Select(identity => (json ?? KubernetesAlert.Json)(identity, $"{identity:x5}")).ToArray();
        requests = alertsPerRequest == 1
            ? [.. alerts.Select(alert => HttpRequestBytes.Post($"[{alert}]"))]
            : [.. Enumerable.Range(0, 50).Select(_ => HttpRequestBytes.Post($"[{string.Join(',', random.GetItems(alerts, alertsPerRequest))}]"))];
    }

    public int AlertsPerRequest { get; }

    public ReadOnlyMemory<byte> Next(int connection) => requests[random.Next(requests.Length)];
}
