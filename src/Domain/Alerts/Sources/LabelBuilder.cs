using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace AiSre.Domain.Alerts.Sources;

/// <summary>
/// Collects the labels of one alert: sorted by name, the last of equal names wins. Reusable for the next alert after <see cref="Clear"/>.
/// </summary>
internal sealed class LabelBuilder
{
    private AlertLabel[] labels = new AlertLabel[16];
    private int count;
    private bool sorted = true;

    public int Count => count;

    public void Clear() => (count, sorted) = (0, true);

    public void Add(string name, string value)
    {
        if (count == this.labels.Length) Array.Resize(ref this.labels, count * 2);
        // Senders written in Go sort their labels, so the usual list is never moved.
        if (count > 0 && AlertLabels.CompareNames(this.labels[count - 1].Name, name) >= 0) sorted = false;
        this.labels[count++] = new AlertLabel(name, value);
    }

    /// <summary>All labels in order, uncut. Valid until the next <see cref="Add"/>.</summary>
    public ReadOnlySpan<AlertLabel> Sorted()
    {
        if (!sorted) Sort();
        return this.labels.AsSpan(0, count);
    }

    /// <summary>The labels within the limits, with a sentence for what was cut.</summary>
    public ImmutableArray<AlertLabel> ToImmutable(ref WarningList warnings)
    {
        var all = Sorted();
        if (all.IsEmpty) return [];
        if (all.Length > SignalLimits.MaxLabels)
        {
            warnings.Add($"Only {SignalLimits.MaxLabels} of {all.Length.ToString(CultureInfo.InvariantCulture)} labels were kept.");
            all = all[..SignalLimits.MaxLabels];
        }
        var kept = all.ToArray();
        var cut = false;
        foreach (ref var label in kept.AsSpan())
        {
            if (label.Name.Length <= SignalLimits.MaxLabelText && label.Value.Length <= SignalLimits.MaxLabelText) continue;
            label = new AlertLabel(SignalLimits.Cut(label.Name, SignalLimits.MaxLabelText), SignalLimits.Cut(label.Value, SignalLimits.MaxLabelText));
            warnings.Add($"Label {SignalLimits.Cut(label.Name, 64)} was cut to {SignalLimits.MaxLabelText} characters.");
            cut = true;
        }
        // Two very long names may be equal once cut, and readers rely on each name coming once.
        return cut ? [.. kept.DistinctBy(label => label.Name)] : ImmutableCollectionsMarshal.AsImmutableArray(kept);
    }

    /// <summary>
    /// Prometheus' own fingerprint of the full label set: FNV-1a over each name and value, each followed by the byte 0xFF.
    /// Labels without a value do not exist for Prometheus.
    /// </summary>
    public string Fingerprint()
    {
        var hash = 14695981039346656037UL;
        foreach (ref readonly var label in Sorted())
        {
            if (label.Value.Length > 0) hash = Mix(Mix(hash, label.Name), label.Value);
        }
        return hash.ToString("x16", CultureInfo.InvariantCulture);
    }

    private static ulong Mix(ulong hash, string text)
    {
        const ulong prime = 1099511628211;
        foreach (var c in text)
        {
            if (c > 0x7F) return MixUtf8(hash, text[text.IndexOf(c, StringComparison.Ordinal)..]);
            hash = (hash ^ c) * prime;
        }
        return (hash ^ 0xFF) * prime;

        static ulong MixUtf8(ulong hash, string rest)
        {
            foreach (var b in Encoding.UTF8.GetBytes(rest)) hash = (hash ^ b) * prime;
            return (hash ^ 0xFF) * prime;
        }
    }

    private void Sort()
    {
        // A hostile body may hold very many labels in the worst order; LINQ's sort is stable and stays below quadratic.
        var ordered = this.labels.AsSpan(0, count).ToArray().OrderBy(label => label.Name, Comparer<string>.Create(AlertLabels.CompareNames));
        count = 0;
        foreach (var label in ordered)
        {
            if (count > 0 && this.labels[count - 1].Name == label.Name) this.labels[count - 1] = label;
            else this.labels[count++] = label;
        }
        sorted = true;
    }
}
