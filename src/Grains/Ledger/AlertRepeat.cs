namespace AiSre.Grains.Ledger;

/// <summary>The alert fired again and changed nothing: its row counts. The timeline hears of it at most once a minute.</summary>
public sealed class AlertRepeat : LedgerEntry
{
    public override required string Workspace { get; init; }

    public required long RowId { get; init; }

    /// <summary>The row's version when it was read; any change of status or incident raises it, a repeat does not.</summary>
    public required int RowVersion { get; init; }

    public required int Count { get; set; }

    /// <summary>Unix milliseconds.</summary>
    public required long LastSeen { get; set; }
}
