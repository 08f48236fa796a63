using System.Collections.Immutable;

namespace AiSre.Domain.Alerts;

/// <summary>One label. <see cref="AlertSignal.Labels"/> keeps them sorted by name, each name once.</summary>
/// <param name="Name">At most 256 characters.</param>
/// <param name="Value">At most 256 characters; empty for a tag without a value.</param>
[GenerateSerializer, Immutable, Alias("aisre.alert-label")]
public readonly record struct AlertLabel([property: Id(0)] string Name, [property: Id(1)] string Value);

/// <summary>Look-ups in a sorted list of labels.</summary>
public static class AlertLabels
{
    /// <summary>The value of the label, or null when there is none. The list must be in the order that <see cref="Sorted"/> gives.</summary>
    public static string? Find(this ImmutableArray<AlertLabel> labels, string name)
    {
        if (labels.IsDefaultOrEmpty) return null;
        int low = 0, high = labels.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = CompareNames(labels[middle].Name, name);
            if (order == 0) return labels[middle].Value;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }
        return null;
    }

    /// <summary>A list for <see cref="AlertSignal.Labels"/>; the last of several equal names wins.</summary>
    public static ImmutableArray<AlertLabel> Sorted(IEnumerable<KeyValuePair<string, string>> labels)
    {
        var byName = new SortedDictionary<string, string>(Comparer<string>.Create(CompareNames));
        foreach (var (name, value) in labels) byName[name] = value;
        return [.. byName.Select(label => new AlertLabel(label.Key, label.Value))];
    }

    /// <summary>The order of the UTF-8 bytes: Prometheus sorts so, and its fingerprints depend on it.</summary>
    public static int CompareNames(string left, string right)
    {
        var same = left.AsSpan().CommonPrefixLength(right);
        if (same == left.Length || same == right.Length) return left.Length.CompareTo(right.Length);
        char a = left[same], b = right[same];
        // Surrogates stand for code points above U+FFFF but have smaller units than U+E000 to U+FFFF.
        return char.IsSurrogate(a) == char.IsSurrogate(b) ? a.CompareTo(b) : char.IsSurrogate(a) ? 1 : -1;
    }
}
