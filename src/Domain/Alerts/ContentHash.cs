using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AiSre.Domain.Alerts;

/// <summary>The key of rule S2 (docs/rules/alerts.md). Severity, description, values and times are never part of it.</summary>
public static class ContentHash
{
    private const int Length = 64;

    /// <summary>64 lower-case hex digits. Each field goes in with its length, so that no text can pass for a field's end.</summary>
    public static string Compute(string source, string? service, string? @namespace, string workload, string normalizedTitle)
    {
        var text = new StringBuilder(64 + normalizedTitle.Length);
        foreach (var field in (ReadOnlySpan<string?>)[source, service, @namespace, workload, normalizedTitle])
        {
            text.Append(field?.Length ?? 0).Append(':').Append(field);
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>
    /// The hash of a signal, its own subject taken as it is. Its place stands before it, so that alerts can be told apart by that alone; without a
    /// place it is the hash that earlier releases stored.
    /// </summary>
    public static string Of(AlertSignal signal, string normalizedTitle)
    {
        var hash = Compute(signal.Source, signal.Subject.Service, signal.Subject.Namespace, Workload.Of(signal.Subject), normalizedTitle);
        return AlertPlace.Of(signal.Subject, signal.Labels) is var place and not AlertPlace.None
            ? string.Create(CultureInfo.InvariantCulture, $"{place:x16}-{hash}")
            : hash;
    }

    /// <summary>The place that a hash was made of; an earlier release may have left it out.</summary>
    public static ulong PlaceOf(string contentHash) => contentHash.Length == Length + 17
        && ulong.TryParse(contentHash.AsSpan(0, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var place)
            ? place
            : AlertPlace.None;

    /// <summary>What an earlier release has stored for it: places were no part of it.</summary>
    public static string WithoutPlace(string contentHash) => contentHash.Length == Length + 17 ? contentHash[17..] : contentHash;
}
