namespace AiSre.Storage;

/// <summary>
/// How many entries a batch may take: about as many as the database writes in a tenth of a second, judged by the last large one. Whoever comes
/// while a batch is written waits for it; and one that took seconds would pass for a commit that does not come back.
/// </summary>
/// <param name="limit">Never more than this.</param>
internal sealed class BatchSize(int limit)
{
    /// <summary>Fewer tell more about the disk than about the entries.</summary>
    private const int Least = 100;

    /// <summary>Before anything is known.</summary>
    private const int First = 500;

    private static readonly TimeSpan Aim = TimeSpan.FromMilliseconds(100);

    public int Most { get; private set; } = Math.Min(First, limit);

    public void Observe(int entries, TimeSpan took)
    {
        if (entries >= Least) Most = (int)Math.Clamp(entries * (Aim / took), Math.Min(Least, limit), limit);
    }
}
