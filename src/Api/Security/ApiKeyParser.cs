using System.Buffers;
using AiSre.Api.Settings;
using AiSre.Domain;

namespace AiSre.Api.Security;

/// <summary>Reads <c>AI_SRE_API_KEYS</c>. Messages name an entry by its position, never by its text: they end up in logs.</summary>
internal static class ApiKeyParser
{
    /// <summary>Characters of a key below which guessing is conceivable.</summary>
    private const int ShortKey = 24;

    /// <summary>Different characters of a key below which nobody made it by chance: of 24 hexadecimal ones nearly all have ten or more.</summary>
    private const int FewCharacters = 8;

    private const string Hashed = "sha256";

    public static ApiKeyOptions Parse(string? setting, bool production)
    {
        // Blanks must not mean "everybody is admin", nor must ",": somebody meant to set keys.
        if (string.IsNullOrEmpty(setting)) return new();
        List<ApiKey> keys = [];
        List<string> warnings = [];
        var position = 0;
        foreach (var text in setting.Split(',', StringSplitOptions.TrimEntries))
        {
            position++;
            if (text.Length == 0) continue;
            var key = ParseEntry(text, position, production, warnings);
            var twin = keys.FindIndex(other => other.Hash.Span.SequenceEqual(key.Hash.Span));
            if (twin >= 0) throw Malformed(position, "is the same key as an earlier entry, so its role would be ambiguous");
            keys.Add(key);
        }
        if (keys.Count == 0) throw Malformed(1, "is empty");
        foreach (var crowd in keys.GroupBy(key => key.Name).Where(group => group.Count() > 2))
            warnings.Add($"{crowd.Count()} keys are named {crowd.Key}: two are enough to rotate, retire the old ones.");
        return new() { Keys = keys, Warnings = warnings };
    }

    private static ApiKey ParseEntry(string text, int position, bool production, List<string> warnings)
    {
        var (name, rest) = SplitName(text, position);
        var parts = rest.Split(':');
        var hashed = parts[0].Equals(Hashed, StringComparison.OrdinalIgnoreCase) && parts.Length > 1;
        var hash = hashed ? FromHex(parts[1], position) : FromKey(parts[0], position, production, warnings);
        var tail = parts.AsSpan(hashed ? 2 : 1);
        if (tail.Length > 2) throw Malformed(position, "has too many parts (a key cannot contain ':' or ',')");

        if (tail.Length == 0)
            warnings.Add($"{AiSreSettings.ApiKeys.Name} entry {position} names no role: it is admin of all workspaces. Say so, or give it less.");
        var role = tail.Length == 0 ? Role.Admin : RoleRules.Parse(tail[0]) ?? throw Malformed(position, "has an unknown role");
        var workspace = tail.Length < 2 || tail[1] == "*" ? null : tail[1];
        if (workspace is not null && !WorkspaceId.IsValid(workspace))
            throw Malformed(position, "has a workspace that is neither * nor 1 to 64 letters, digits, '-' or '_'");
        return new(name ?? $"key-{position}", role, workspace, hash);
    }

    /// <summary>Base64 keys end in '=': that padding is not the end of a name.</summary>
    private static (string? Name, string Key) SplitName(string text, int position)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0) return (null, text);
        var colon = text.IndexOf(':', equals);
        var key = text.AsSpan(equals + 1, (colon < 0 ? text.Length : colon) - equals - 1);
        if (equals >= ShortKey - 2 && key.TrimStart('=').IsEmpty) return (null, text);
        var name = text[..equals];
        if (!KeyRules.IsName(name))
            throw Malformed(position, "has a name that is not 1 to 64 letters, digits, '.', '@', '-' or '_'");
        if (ActorNames.IsPlatforms(name)) throw Malformed(position, "has a name that the platform gives itself");
        return (name, text[(equals + 1)..]);
    }

    private static byte[] FromHex(string hex, int position)
    {
        var hash = new byte[32];
        return hex.Length == 64 && Convert.FromHexString(hex, hash, out _, out _) is OperationStatus.Done
            ? hash
            : throw Malformed(position, "has a sha256 that is not 64 hex digits");
    }

    private static byte[] FromKey(string key, int position, bool production, List<string> warnings)
    {
        if (key.Length == 0) throw Malformed(position, "has an empty key");
        if (key.Length > PresentedKey.MaxLength) throw Malformed(position, $"has a key longer than {PresentedKey.MaxLength} characters");
        if (Weakness(key) is { } weakness)
        {
            var text = $"{weakness}; make one with: openssl rand -hex 24";
            if (production) throw Malformed(position, text);
            warnings.Add($"{AiSreSettings.ApiKeys.Name} entry {position} {text}. Production refuses it.");
        }
        return ApiKey.HashOf(key);
    }

    private static string? Weakness(string key) =>
        key.Length < ShortKey ? $"has a key shorter than {ShortKey} characters"
        : key.Distinct().Count() < FewCharacters ? $"has a key of fewer than {FewCharacters} different characters"
        : null;

    private static SettingException Malformed(int position, string what) => AiSreSettings.ApiKeys.Refusal($"entry {position} {what}");
}
