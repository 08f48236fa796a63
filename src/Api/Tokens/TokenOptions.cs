using System.Collections.Immutable;
using AiSre.Api.Settings;

namespace AiSre.Api.Tokens;

/// <summary>Whose tokens are taken, and what their claims mean.</summary>
internal sealed record TokenOptions
{
    /// <summary>The issuer; null: no tokens are taken.</summary>
    public Uri? Authority { get; init; }

    public string Audience { get; init; } = "";

    public string RoleClaim { get; init; } = OidcSettings.RoleClaim.Fallback;

    /// <summary>By the claim's value; empty: the value is the role's word.</summary>
    public ImmutableDictionary<string, Role> Roles { get; init; } = ImmutableDictionary<string, Role>.Empty;

    public string WorkspaceClaim { get; init; } = OidcSettings.WorkspaceClaim.Fallback;

    /// <summary>The value that opens all workspaces; null: none does.</summary>
    public string? AllWorkspaces { get; init; }

    public string NameClaim { get; init; } = OidcSettings.NameClaim.Fallback;

    /// <summary>What the issuer calls the console; null: nobody signs in there.</summary>
    public string? ClientId { get; init; }

    public string? ClientSecret { get; init; }

    public string ClientScope { get; init; } = OidcSettings.ClientScope.Fallback;

    public static TokenOptions Read(IConfiguration configuration)
    {
        var (authority, audience) = (OidcSettings.Authority.Read(configuration), OidcSettings.Audience.Read(configuration));
        if ((authority is null) != (audience is null))
        {
            var (set, missing) = authority is null
                ? (OidcSettings.Audience.Name, OidcSettings.Authority.Name)
                : (OidcSettings.Authority.Name, OidcSettings.Audience.Name);
            throw new SettingException(
                $"{missing} is empty; {set} needs it: tokens are taken of one issuer, and only those that are meant for us.");
        }
        if (authority is { Scheme: "http", IsLoopback: false })
            throw OidcSettings.Authority.Refusal("is neither https:// nor on this machine: whoever is in between could sign tokens");
        var (client, secret) = (OidcSettings.ClientId.Read(configuration), OidcSettings.ClientSecret.Read(configuration));
        if ((client is null) != (secret is null) || (client is not null && authority is null))
        {
            throw new SettingException(
                $"Signing in at an issuer needs {OidcSettings.Authority.Name}, {OidcSettings.ClientId.Name} and {OidcSettings.ClientSecret.Name}; " +
                "some are set and some are empty.");
        }
        if (secret is { Length: < 16 }) throw OidcSettings.ClientSecret.Refusal("is shorter than 16 characters: sessions are signed with it");
        return new()
        {
            ClientId = client, ClientSecret = secret, ClientScope = OidcSettings.ClientScope.Read(configuration),
            Authority = authority, Audience = audience ?? "", RoleClaim = OidcSettings.RoleClaim.Read(configuration),
            Roles = RolesOf(OidcSettings.Roles.Read(configuration)), WorkspaceClaim = OidcSettings.WorkspaceClaim.Read(configuration),
            AllWorkspaces = OidcSettings.AllWorkspaces.Read(configuration), NameClaim = OidcSettings.NameClaim.Read(configuration),
        };
    }

    private static ImmutableDictionary<string, Role> RolesOf(string? setting)
    {
        var roles = ImmutableDictionary.CreateBuilder<string, Role>(StringComparer.Ordinal);
        foreach (var entry in (setting ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // Values may have '=' in them, as names of directories do; roles have none.
            var equals = entry.LastIndexOf('=');
            if (equals <= 0 || RoleRules.Parse(entry[(equals + 1)..].Trim()) is not { } role)
                throw OidcSettings.Roles.Refusal($"has '{Domain.Spelling.Shown(entry)}'");
            roles[entry[..equals].Trim()] = role;
        }
        return roles.ToImmutable();
    }
}
