using System.Text.RegularExpressions;
using AiSre.Domain;

namespace AiSre.Api.Settings;

/// <summary>
/// Refuses names of the product that it does not know. A mistyped one would count as not set: <c>AI_SRE_APIKEYS</c> would let everybody in.
/// </summary>
public static partial class SettingNames
{
    private const string Prefix = "AI_SRE_";

    public static void RefuseUnknown(IConfiguration configuration)
    {
        var unknown = configuration.GetChildren().Where(static entry => IsOurs(entry.Key) && !IsKnown(entry.Key, entry.Value))
            .Select(static entry => entry.Key).ToList();
        if (unknown.Count == 0) return;
        var rows = string.Join(", ", AiSreSettings.All.Select(static setting => setting.Row).Where(IsOurs).Distinct());
        throw new SettingException($"{string.Join(" ", unknown.Select(Complaint))} Names with {Prefix} are settings, and allowed are {rows}.");
    }

    private static bool IsOurs(string name) => name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    private static bool IsKnown(string name, string? value) =>
        AiSreSettings.All.Any(setting => setting.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        || AiSreSettings.PassedOver.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
        || ServiceLink().IsMatch(name)
        && (value is null || !name.EndsWith("_PORT", StringComparison.Ordinal) || value.Contains("://", StringComparison.Ordinal));

    private static string Complaint(string name) =>
        Nearest(name) is { } near ? $"{Spelling.Shown(name)} is no setting: did you mean {near}?" : $"{Spelling.Shown(name)} is no setting.";

    /// <summary>Compares without the prefix, which all names share.</summary>
    private static string? Nearest(string name)
    {
        var given = name[Prefix.Length..].ToUpperInvariant();
        var names = AiSreSettings.All.Select(static setting => setting.Name).Where(IsOurs).Select(static known => known[Prefix.Length..]).ToList();
        var near = Spelling.Nearest(given, names)
            ?? names.FirstOrDefault(known => given.Length > 2 && known.Contains(given, StringComparison.Ordinal));
        return near is null ? null : Prefix + near;
    }

    /// <summary>
    /// Kubernetes and Docker tell containers of the services beside them: one called <c>ai-sre-api</c> gives <c>AI_SRE_API_PORT=tcp://…</c>.
    /// </summary>
    [GeneratedRegex("^AI_SRE_([A-Z0-9_]+_)?(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT|PORT_[0-9]+_(TCP|UDP|SCTP)(_PROTO|_PORT|_ADDR)?)$")]
    private static partial Regex ServiceLink();
}
