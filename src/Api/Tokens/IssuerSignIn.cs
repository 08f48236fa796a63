using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AiSre.Api.Security;
using AiSre.Console.Requests;
using AiSre.Console.SignIn;
using Microsoft.AspNetCore.Http.Extensions;

namespace AiSre.Api.Tokens;

/// <summary>
/// Sign-in to the console by the issuer of tokens: an authorization code with PKCE. What was begun is in a cookie of the browser that began it,
/// signed, so that a code which somebody slips to it opens nothing, and any process may finish.
/// </summary>
internal sealed class IssuerSignIn(TokenOptions options, BearerTokens tokens, ApiKeyRing ring, ConsoleSessions sessions, TimeProvider clock)
    : IIssuerSignIn
{
    public const string Callback = ConsoleRoutes.SignIn + "/callback";

    private const string Cookie = "ai_sre_signing_in";
    private const string Away = "The issuer does not answer at the moment. Try again in a while, or use a key.";
    private const string NotBegun = "This sign-in was not begun here, or too long ago. Begin it anew.";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly byte[] secret = SHA256.HashData(Encoding.UTF8.GetBytes($"console signing in\n{options.ClientSecret}"));

    public string? Name => options.ClientSecret is null ? null : options.Authority!.Host;

    public async Task<string?> BeginAsync(HttpContext http, string next)
    {
        if (Name is null || await tokens.IssuerAsync() is not { AuthorizationEndpoint.Length: > 0 } issuer) return null;
        var (state, nonce, verifier) = (Random(), Random(), Random());
        var ends = (clock.GetUtcNow() + Patience).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var begun = string.Join('.', ends, state, nonce, verifier, Base64Url.EncodeToString(Encoding.UTF8.GetBytes(next)));
        http.Response.Cookies.Append(Cookie, $"{begun}.{Sign(begun)}", Kept(http));
        var query = new QueryBuilder
        {
            { "response_type", "code" }, { "client_id", options.ClientId! }, { "redirect_uri", BackTo(http) }, { "scope", options.ClientScope },
            { "state", state }, { "nonce", nonce }, { "code_challenge_method", "S256" },
            { "code_challenge", Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))) },
        };
        var endpoint = issuer.AuthorizationEndpoint;
        var tail = query.ToQueryString().Value!;
        return endpoint.Contains('?', StringComparison.Ordinal) ? $"{endpoint}&{tail[1..]}" : endpoint + tail;
    }

    public async Task<(string? Next, string? Problem)> FinishAsync(HttpContext http)
    {
        var begun = Read(http.Request.Cookies[Cookie]);
        http.Response.Cookies.Delete(Cookie, Kept(http));
        if (Name is null || begun is not var (state, nonce, verifier, next)) return (null, NotBegun);
        var query = http.Request.Query;
        if (query["state"] is not [{ } came] || !Same(came, state)) return (null, NotBegun);
        if (query["code"] is not [{ Length: > 0 } code]) return (null, "The issuer has not let you in.");
        if (await tokens.RedeemAsync(code, verifier, BackTo(http)) is not { } token) return (null, Away);
        var read = await tokens.CheckAsync(token, options.ClientId!, nonce);
        if (read.Caller is not { } person) return (null, read.Problem?.Detail ?? "What the issuer says of you does not hold.");
        if (!person.Role.Covers(Role.Viewer)) return (null, "This role may only send alerts. The console is for viewers, operators and admins.");
        var end = clock.GetUtcNow() + ConsoleSession.Lasts;
        sessions.Enter(http, ring.People!.KeyOf(person, read.ExpiresAt < end ? read.ExpiresAt : end));
        return (next, null);
    }

    private (string State, string Nonce, string Verifier, string Next)? Read(string? cookie)
    {
        if (cookie is not { Length: <= 4_000 } || cookie.Split('.') is not [var ends, var state, var nonce, var verifier, var next, var signature])
            return null;
        if (!Same(Sign(cookie[..^(signature.Length + 1)]), signature)) return null;
        return long.Parse(ends, CultureInfo.InvariantCulture) > clock.GetUtcNow().ToUnixTimeSeconds()
            ? (state, nonce, verifier, Encoding.UTF8.GetString(Base64Url.DecodeFromChars(next)))
            : null;
    }

    private string Sign(string text) => Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(text)));

    private static string BackTo(HttpContext http) => $"{http.Request.Scheme}://{http.Request.Host}{Callback}";

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private static bool Same(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));

    /// <summary>Lax: the browser comes back from another site, by a plain link.</summary>
    private static CookieOptions Kept(HttpContext http) => new()
    {
        Path = ConsoleRoutes.SignIn, HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, MaxAge = Patience,
    };
}
