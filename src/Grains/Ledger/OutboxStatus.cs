namespace AiSre.Grains.Ledger;

/// <summary>What became of a message. The numbers are stored; never renumber.</summary>
public enum OutboxStatus
{
    Pending = 0,
    Sent = 1,

    /// <summary>Given up, and kept for people to look at.</summary>
    Dead = 2,

    /// <summary>Something else stood in for it: a digest, or the end of what it told about.</summary>
    Suppressed = 3,
}
