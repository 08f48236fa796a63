namespace AiSre.Benchmarks.Load;

/// <summary>Several sources, asked in turn.</summary>
internal sealed class RotatingSources(IReadOnlyList<IRequestSource> sources) : IRequestSource
{
    private int asked;

    public int AlertsPerRequest => sources[0].AlertsPerRequest;

    public ReadOnlyMemory<byte> Next(int connection) => sources[(int)((uint)Interlocked.Increment(ref asked) % sources.Count)].Next(connection);
}
