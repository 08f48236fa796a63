namespace AiSre.Grains;

/// <summary>The ledger could not commit, so nothing of the call is acknowledged. The API answers 503; trying again is safe.</summary>
[GenerateSerializer, Alias("aisre.ledger-unavailable")]
public sealed class LedgerUnavailableException : Exception
{
    public LedgerUnavailableException() : this("The ledger cannot commit at the moment.") { }
    public LedgerUnavailableException(string message) : base(message) { }

    /// <summary>Keeps the cause's words and not the cause: it goes to other processes, which know no database's exceptions.</summary>
    public LedgerUnavailableException(string message, Exception cause) : base($"{message} {cause?.GetType().Name}: {cause?.Message}") { }

    /// <summary>The transaction that may have been committed although nobody heard of it; null when nothing can have been.</summary>
    [Id(0)] public string? Doubt { get; init; }
}

/// <summary>The ledger's queue is full, or this workspace has half of it. The API answers 429; trying again in a moment is safe.</summary>
[GenerateSerializer, Alias("aisre.ledger-full")]
public sealed class LedgerFullException : Exception
{
    public LedgerFullException() : this("The ledger's queue is full.") { }
    public LedgerFullException(string message) : base(message) { }
    public LedgerFullException(string message, Exception innerException) : base(message, innerException) { }
}
