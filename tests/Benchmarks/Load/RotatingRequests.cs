namespace AiSre.Benchmarks.Load;

/// <summary>Several questions, asked in turn.</summary>
internal sealed class RotatingRequests(IReadOnlyList<string> paths) : IRequestSource
{
    private readonly byte[][] requests = [.. paths.Select(HttpRequestBytes.Get)];
    private int asked;

    public int AlertsPerRequest => 1;

    public ReadOnlyMemory<byte> Next(int connection) => requests[(int)((uint)Interlocked.Increment(ref asked) % requests.Length)];
}
