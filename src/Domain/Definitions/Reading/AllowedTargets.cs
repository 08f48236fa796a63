using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace AiSre.Domain.Definitions.Reading;

/// <summary>What workspaces' own channels may reach besides public https: inner servers that the operator has named, each with its port.</summary>
public sealed class AllowedTargets
{
    private readonly FrozenSet<(string Host, int Port)>? targets;

    private AllowedTargets(FrozenSet<(string, int)>? targets) => this.targets = targets;

    public static AllowedTargets None { get; } = new(FrozenSet<(string, int)>.Empty);

    /// <summary>
    /// For definitions that were accepted when they were put: whoever connects asks again, and what is refused there is told of each message.
    /// </summary>
    public static AllowedTargets Any { get; } = new(null);

    /// <param name="list"><c>host:port</c>, with commas between several; v6 addresses in brackets.</param>
    /// <param name="allowed">What it allows.</param>
    /// <param name="wrong">The entry that is none.</param>
    public static bool TryParse(string list, [NotNullWhen(true)] out AllowedTargets? allowed, [NotNullWhen(false)] out string? wrong)
    {
        var found = new HashSet<(string, int)>();
        (allowed, wrong) = (null, null);
        foreach (var entry in list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (Parse(entry) is not { } target)
            {
                wrong = entry;
                return false;
            }
            found.Add(target);
        }
        allowed = new(found.ToFrozenSet());
        return true;
    }

    public bool Contains(string host, int port) => targets is null || targets.Contains((Plain(host), port));

    private static (string, int)? Parse(string entry)
    {
        var colon = entry.LastIndexOf(':');
        if (colon < 0 || !int.TryParse(entry.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || port is < 1 or > 65_535) return null;
        // As an address on the web spells it, for that is what it is compared with: 127.1 is 127.0.0.1.
        var isHost = Uri.TryCreate($"http://{entry}/", UriKind.Absolute, out var address)
            && address is { UserInfo: "", PathAndQuery: "/", Fragment: "" } && address.Port == port;
        return isHost ? (Plain(address!.IdnHost), port) : null;
    }

    private static string Plain(string host) => host.Trim('[', ']').ToLowerInvariant();
}
