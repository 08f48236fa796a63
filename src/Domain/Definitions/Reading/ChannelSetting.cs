using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Definitions.Reading;

/// <summary>
/// A value of a channel, which may come from the environment: <c>${NAME}</c>, or <c>${NAME:-what counts while NAME is not set}</c>.
/// </summary>
/// <param name="IsGiven">The definition has it.</param>
/// <param name="Value">Null when it is not given, or empty because variables are not set.</param>
/// <param name="Variables">Those that are not set.</param>
public readonly partial record struct ChannelSetting(bool IsGiven, string? Value, ImmutableArray<string> Variables)
{
    public static ChannelSetting None { get; } = new(false, null, []);

    internal static ChannelSetting Read(YamlScalar scalar, ReadingContext context)
    {
        if (scalar.Value == Hidden) context.Wrong(scalar.Place, $"{Hidden} stands for a secret that is not shown; write the secret.");
        if (!context.IsTrusted || !scalar.Value.Contains("${", StringComparison.Ordinal))
            return new(true, scalar.Value.Length == 0 ? null : scalar.Value, []);
        if (Reference().Replace(scalar.Value, "").Contains("${", StringComparison.Ordinal))
        {
            context.Wrong(scalar.Place, "A reference to an environment variable is ${NAME} or ${NAME:-fallback}; NAME has letters, digits and _.");
            return new(true, null, []);
        }
        var unset = ImmutableArray.CreateBuilder<string>();
        var text = Reference().Replace(scalar.Value, match =>
        {
            var name = match.Groups["name"].Value;
            if (context.Variable(name) is { Length: > 0 } value) return value;
            if (match.Groups["fallback"] is { Success: true, Length: > 0 } fallback) return fallback.Value;
            unset.Add(name);
            return "";
        });
        return new(true, unset.Count > 0 || text.Length == 0 ? null : text, unset.ToImmutable());
    }

    /// <summary>What people may see of a secret: which variable it is in, and nothing else.</summary>
    internal static string Redacted(string text) =>
        Reference().Match(text) is { Success: true } match && match.Length == text.Length
            ? match.Groups["fallback"] is { Success: true, Length: > 0 } ? $"${{{match.Groups["name"].Value}:-{Hidden}}}" : text
            : Hidden;

    /// <summary>Stands where a secret is.</summary>
    public const string Hidden = "***";

    [GeneratedRegex(@"\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(:-(?<fallback>[^}]*))?\}")]
    private static partial Regex Reference();
}
