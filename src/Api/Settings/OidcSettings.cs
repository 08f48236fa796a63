using System.Collections.Immutable;

namespace AiSre.Api.Settings;

/// <summary>An issuer of tokens beside the keys: who comes with one of its tokens is let in by what the token says.</summary>
public static class OidcSettings
{
    public static readonly Setting<Uri?> Authority = new("AI_SRE_OIDC_AUTHORITY", ValueKinds.WebAddress, null)
    {
        ReadBy = Reader.Api, Default = "none: no tokens",
        Meaning = "the issuer whose bearer tokens are taken beside keys, such as `https://login.example.com/realms/sre`; `https://` unless it is on "
            + "this machine ([docs/workspaces-and-keys.md](docs/workspaces-and-keys.md#tokens-of-an-issuer))",
    };

    public static readonly Setting<string?> Audience = new("AI_SRE_OIDC_AUDIENCE", ValueKinds.Text("any texts"), null)
    {
        ReadBy = Reader.Api,
        Meaning = "whom tokens must be meant for (`aud`); required with an issuer",
    };

    public static readonly Setting<string> RoleClaim = new("AI_SRE_OIDC_ROLE_CLAIM", Names, "sre_role")
    {
        ReadBy = Reader.Api, Default = "`sre_role`",
        Meaning = "the claim that gives the role, such as `groups`; of several values the greatest role counts, and without any nobody comes in",
    };

    public static readonly Setting<string?> Roles = new("AI_SRE_OIDC_ROLES", ValueKinds.Text(
        "value=role, role one of viewer, operator, admin, ingest, with commas between several"), null)
    {
        ReadBy = Reader.Api, Default = "none: the claim's value is the role",
        Meaning = "which role a value of that claim gives, such as `sre=operator,sre-leads=admin`",
    };

    public static readonly Setting<string> WorkspaceClaim = new("AI_SRE_OIDC_WORKSPACE_CLAIM", Names, "sre_workspace")
    {
        ReadBy = Reader.Api, Default = "`sre_workspace`",
        Meaning = "the claim that names the one workspace; without it nobody comes in",
    };

    public static readonly Setting<string?> AllWorkspaces = new("AI_SRE_OIDC_ALL_WORKSPACES", ValueKinds.Text("any texts"), null)
    {
        ReadBy = Reader.Api, Default = "none: no token sees all",
        Meaning = "the value of that claim that opens all workspaces, as a key without a workspace does",
    };

    public static readonly Setting<string> NameClaim = new("AI_SRE_OIDC_NAME_CLAIM", Names, "preferred_username")
    {
        ReadBy = Reader.Api, Default = "`preferred_username`",
        Meaning = "the claim that says who it is, for timelines and the audit; `sub` where a token lacks it",
    };

    public static readonly Setting<string?> ClientId = new("AI_SRE_OIDC_CLIENT_ID", ValueKinds.Text("any texts"), null)
    {
        ReadBy = Reader.Api, Default = "none: the console takes keys alone",
        Meaning = "what the issuer calls the console, for signing in there; it comes back to `/console/sign-in/callback`",
    };

    public static readonly Setting<string?> ClientSecret = new("AI_SRE_OIDC_CLIENT_SECRET", ValueKinds.Text("texts of 16 characters and more"), null)
    {
        ReadBy = Reader.Api, IsSecret = true,
        Meaning = "the secret that goes with it, the same for all processes: sessions are signed with what is made of it",
    };

    public static readonly Setting<string> ClientScope = new("AI_SRE_OIDC_CLIENT_SCOPE", Scopes, "openid profile")
    {
        ReadBy = Reader.Api, Default = "`openid profile`",
        Meaning = "what the console asks the issuer for, with spaces between several; `openid` is one of them",
    };

    public static readonly ImmutableArray<Setting> All =
        [Authority, Audience, RoleClaim, Roles, WorkspaceClaim, AllWorkspaces, NameClaim, ClientId, ClientSecret, ClientScope];

    private static ValueKind<string> Scopes => new("scopes of the issuer, openid among them", static text => text);

    private static ValueKind<string> Names => new("names of claims", static text => text);
}
