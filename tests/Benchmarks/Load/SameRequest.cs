namespace AiSre.Benchmarks.Load;

/// <summary>One question, asked again and again.</summary>
internal sealed class SameRequest(string path) : IRequestSource
{
    private readonly byte[] request = HttpRequestBytes.Get(path);

    public int AlertsPerRequest => 1;

    public ReadOnlyMemory<byte> Next(int connection) => request;
}
