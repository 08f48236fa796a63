namespace AiSre.Domain.History;

/// <summary>Parts of history. Lists are in the order of birth, so a part is found without looking at the rest.</summary>
internal static class PastTimes
{
    /// <summary>Born within a time, its ends included.</summary>
    public static IEnumerable<RememberedIncident> Within(this IReadOnlyList<RememberedIncident> inOrder, DateTimeOffset from, DateTimeOffset to)
    {
        for (var i = FirstAt(inOrder, from); i < inOrder.Count && inOrder[i].CreatedAt <= to; i++) yield return inOrder[i];
    }

    /// <summary>The middle one, of an even number the mean of the two; null of none.</summary>
    public static double? Median(this IEnumerable<double> values)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        return sorted.Length == 0 ? null : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static int FirstAt(IReadOnlyList<RememberedIncident> inOrder, DateTimeOffset from)
    {
        var (low, high) = (0, inOrder.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (inOrder[middle].CreatedAt < from) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
