using System.Collections.Frozen;
using System.Collections.Immutable;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace AiSre.Domain.Alerts;

/// <summary>
/// Where an alert is and which thing it is about, as far as its sender named that: cluster, node and the labels that name a place. Two alerts that
/// differ in it are two problems, however alike their texts read (docs/rules/alerts.md).
/// </summary>
public static class AlertPlace
{
    /// <summary>The sender named no place.</summary>
    public const ulong None = 0;

    /// <summary>
    /// Fields of a body that are labels which name a place, wherever a sender writes them. Its <c>url</c> is none: that is where to look at it.
    /// </summary>
    internal static readonly ImmutableArray<string> Fields =
    [
        "env", "environment", "region", "zone", "instance", "scope", "device", "mountpoint", "topic", "queue", "database", "tenant", "job",
    ];

    /// <summary>Longer values than labels and subjects may have are told apart with their case.</summary>
    private const int Longest = 256;

    private const string Instance = "instance";

    /// <summary>Labels that name a place, by the name that counts: two spellings of one are the same place.</summary>
    private static readonly FrozenDictionary<string, string> Placing = FrozenDictionary.ToFrozenDictionary(
        new Dictionary<string, string>
        {
            ["cluster"] = "cluster", ["node"] = "node", ["host"] = "node", ["hostname"] = "node", ["host_name"] = "node",
            ["env"] = "env", ["environment"] = "env", ["region"] = "region", ["zone"] = "zone", [Instance] = Instance, ["scope"] = "scope",
            ["device"] = "device", ["mountpoint"] = "mountpoint", ["topic"] = "topic", ["queue"] = "queue", ["database"] = "database",
            ["tenant"] = "tenant", ["url"] = "url", ["job"] = "job",
        },
        StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// One number for all of it, the same in every process and release, because it is stored; <see cref="None"/> when nothing is named. Allocates
    /// nothing.
    /// </summary>
    public static ulong Of(AlertSubject subject, ImmutableArray<AlertLabel> labels)
    {
        // Names are not ordered by what they mean, and one place may be named twice: so each part counts by itself, once.
        var place = None;
        if (subject.Cluster is { Length: > 0 } cluster) place = Hash("cluster", cluster);
        if (subject.Node is { Length: > 0 } node) place ^= Hash("node", HostOf(node));
        if (labels.IsDefaultOrEmpty) return place;
        for (var i = 0; i < labels.Length; i++)
        {
            if (Part(labels[i]) is var part and not None && !IsNamedBefore(part, subject, labels, i)) place ^= part;
        }
        return place;
    }

    private static ulong Part(in AlertLabel label) => label.Value.Length > 0 && Placing.TryGetValue(label.Name, out var name)
        ? Hash(name, name is Instance or "node" ? HostOf(label.Value) : label.Value)
        : None;

    private static bool IsNamedBefore(ulong part, AlertSubject subject, ImmutableArray<AlertLabel> labels, int before)
    {
        if (subject.Cluster is { Length: > 0 } cluster && Hash("cluster", cluster) == part) return true;
        if (subject.Node is { Length: > 0 } node && Hash("node", HostOf(node)) == part) return true;
        for (var i = 0; i < before; i++)
        {
            if (Part(labels[i]) == part) return true;
        }
        return false;
    }

    /// <summary><c>db-1:9100</c> is on db-1, whatever listens there.</summary>
    private static ReadOnlySpan<char> HostOf(ReadOnlySpan<char> instance)
    {
        var colon = instance.LastIndexOf(':');
        if (colon <= 0 || colon == instance.Length - 1 || instance[(colon + 1)..].ContainsAnyExceptInRange('0', '9')) return instance;
        // The last part of an IPv6 address is no port.
        return instance[colon - 1] == ']' || !instance[..colon].Contains(':') ? instance[..colon] : instance;
    }

    private static ulong Hash(string name, ReadOnlySpan<char> value)
    {
        var seed = (long)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(name.AsSpan()));
        if (value.Length > Longest) return XxHash3.HashToUInt64(MemoryMarshal.AsBytes(value), seed);
        Span<char> folded = stackalloc char[Longest];
        var length = value.ToLowerInvariant(folded);
        return XxHash3.HashToUInt64(MemoryMarshal.AsBytes(folded[..length]), seed);
    }
}
