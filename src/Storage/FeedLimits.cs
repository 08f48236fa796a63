namespace AiSre.Storage;

/// <summary>How long the feed reaches back, and how it is kept short.</summary>
internal static class FeedLimits
{
    /// <summary>A position older than this cannot be read from.</summary>
    public static readonly TimeSpan Reach = TimeSpan.FromHours(24);

    /// <summary>Rows stay a little longer, because silos' clocks differ.</summary>
    public static readonly TimeSpan Kept = Reach + TimeSpan.FromHours(1);

    /// <summary>So often old rows are dropped.</summary>
    public const int BatchesBetween = 8;

    /// <summary>So many at a time, which is more than the batches in between usually write.</summary>
    public const int Forgotten = 500;
}
