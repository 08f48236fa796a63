namespace AiSre.Benchmarks.Load;

/// <summary>No alert twice: each gets the next number as the end of its pod's name, written into a prepared request.</summary>
internal sealed class NewAlerts : IRequestSource
{
    private const string Placeholder = "##########";

    private static long lastNumber;

    private readonly Dictionary<int, byte[]> requests = [];
    private readonly byte[] template;
    private readonly int[] places;

    public NewAlerts(int alertsPerRequest, string? workspace = null, string? key = null, Func<int, string, string>? json = null)
    {
        AlertsPerRequest = alertsPerRequest;
        var alerts = Enumerable.Range(0, alertsPerRequest).Select(i => (json ?? KubernetesAlert.Json)(i * 7, Placeholder));
        template = HttpRequestBytes.Post($"[{string.Join(',', alerts)}]", workspace, key);
        this.places = [.. PlacesOf("##########"u8)];
    }

    public int AlertsPerRequest { get; }

    public ReadOnlyMemory<byte> Next(int connection)
    {
        if (!requests.TryGetValue(connection, out var request)) requests[connection] = request = [.. template];
        // The pod is named twice in each alert: in a label and in the description.
        for (var i = 0; i < this.places.Length; i += 2)
        {
            var number = Interlocked.Increment(ref lastNumber);
            Write(number, request.AsSpan(this.places[i], Placeholder.Length));
            Write(number, request.AsSpan(this.places[i + 1], Placeholder.Length));
        }

        return request;
    }

    private static void Write(long number, Span<byte> digits)
    {
        for (var i = digits.Length - 1; i >= 0; i--, number /= 10) digits[i] = (byte)('0' + number % 10);
    }

    private List<int> PlacesOf(ReadOnlySpan<byte> placeholder)
    {
        var places = new List<int>();
        for (var i = 0; i < template.Length; i++)
            if (template.AsSpan(i).StartsWith(placeholder)) places.Add(i);
        return places;
    }
}
