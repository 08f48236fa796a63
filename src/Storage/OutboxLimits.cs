namespace AiSre.Storage;

/// <summary>How much of the outbox is kept, the same in every dialect.</summary>
internal static class OutboxLimits
{
    /// <summary>Rows that one transaction forgets: more would make everybody wait for it. The next one goes on.</summary>
    public const int Forgotten = 1_000;

    /// <summary>Dead messages that a workspace keeps.</summary>
    public const int Dead = 10_000;
}
