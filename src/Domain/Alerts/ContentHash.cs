using System.Security.Cryptography;
using System.Text;

namespace AiSre.Domain.Alerts;

/// <summary>The key of rule S2 (docs/rules/alerts.md). Severity, description, values and times are never part of it.</summary>
public static class ContentHash
{
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

    /// <summary>The hash of a signal, its own subject taken as it is.</summary>
    public static string Of(AlertSignal signal, TitleFeatures features) =>
        Compute(signal.Source, signal.Subject.Service, signal.Subject.Namespace, Workload.Of(signal.Subject), features.NormalizedTitle);
}
