namespace AiSre.Benchmarks.Load;

/// <summary>Requests as bytes that are ready to send. Used by one thread.</summary>
internal interface IRequestSource
{
    int AlertsPerRequest { get; }

    /// <param name="connection">Its bytes are valid until the same connection asks again.</param>
    ReadOnlyMemory<byte> Next(int connection);
}
