namespace AiSre.Grains.Ledger;

/// <summary>A delivery id with the answer that its sender got, so that a replay gets the same one and changes nothing.</summary>
public sealed class DeliveryRecord : LedgerEntry
{
    public override required string Workspace { get; init; }

    public required string Source { get; init; }
    public required string Id { get; init; }
    public required long At { get; init; }

    /// <summary>HTTP status of the answer.</summary>
    public required int Status { get; init; }

    public required string Response { get; init; }

    /// <summary>Records older than this are dropped with the same transaction.</summary>
    public required long ForgetBefore { get; init; }
}

/// <summary>An alert that could not be processed, kept until it is replayed.</summary>
public sealed class DeadLetterEntry : LedgerEntry
{
    public override required string Workspace { get; init; }

    public required string Source { get; init; }
    public required string Payload { get; init; }
    public required string Error { get; init; }
    public required long At { get; init; }
}

/// <summary>A dead letter that was replayed.</summary>
public sealed class DeadLetterRemoval : LedgerEntry
{
    public override required string Workspace { get; init; }

    public required long Seq { get; init; }
}

/// <summary>A dead letter that failed once more.</summary>
public sealed class DeadLetterRetry : LedgerEntry
{
    public override required string Workspace { get; init; }

    public required long Seq { get; init; }

    /// <summary>Why, this time.</summary>
    public required string Error { get; init; }

    public required long At { get; init; }
}

/// <summary>A workspace that was named for the first time, or whose display name changed.</summary>
public sealed class WorkspaceEntry : LedgerEntry
{
    public override string Workspace => Id;

    public required string Id { get; init; }

    public string? Name { get; init; }
    public required long At { get; init; }
}

/// <summary>A small row that is written over and over, because an empty transaction proves nothing about the disk.</summary>
public sealed class LedgerProbeEntry : LedgerEntry;
