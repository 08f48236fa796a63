namespace AiSre.Domain.Incidents;

/// <summary>How many happened in the last 60 seconds, kept per second; immutable, and a quarter of a kilobyte however many there were.</summary>
internal sealed class MinuteCount
{
    private const int Seconds = 60;

    private readonly int[] perSecond;

    private MinuteCount(int[] perSecond, long second, int total) => (this.perSecond, Second, Total) = (perSecond, second, total);

    /// <summary>Nothing happened, ever.</summary>
    public static MinuteCount None { get; } = new(new int[Seconds], 0, 0);

    /// <summary>The second, since 1970, that the count is of; it ends with this second.</summary>
    public long Second { get; }

    public int Total { get; }

    /// <summary>The count with some more in a second that is not before <see cref="Second"/>.</summary>
    public MinuteCount Add(int count, long second)
    {
        var perSecond = (int[])this.perSecond.Clone();
        var total = Total;
        for (var gone = Math.Max(Second + 1, second - Seconds + 1); gone <= second; gone++)
        {
            total -= perSecond[gone % Seconds];
            perSecond[gone % Seconds] = 0;
        }
        perSecond[second % Seconds] += count;
        return new(perSecond, second, total + count);
    }

    /// <summary>
    /// The latest second up to <paramref name="until"/> in which the count, with nothing added since, was at least the threshold; null if none.
    /// </summary>
    public long? LastSecondWith(int threshold, long until)
    {
        long? last = null;
        var total = Total;
        for (var second = Second; second <= Math.Min(until, Second + Seconds - 1); second++)
        {
            if (second > Second) total -= this.perSecond[second % Seconds];
            if (total < threshold) break;
            last = second;
        }
        return last;
    }
}
