using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AiSre.Api.Tests.Tokens;

/// <summary>An issuer of tokens on this machine: it says who it is, shows its public keys and signs, as well as an attacker might.</summary>
internal sealed class LoopbackIssuer : IAsyncDisposable
{
    public const string Audience = "ai-sre";

    public const string Client = "console";

    public const string Secret = "secret-of-the-console-0123456789";

    private readonly WebApplication app;
    private readonly Lock gate = new();
    private readonly Dictionary<string, RSA> keys = [];
    private readonly Dictionary<string, (string Address, string Challenge, string Token)> codes = [];
    private volatile bool isAway;
    private int asked;

    private LoopbackIssuer(WebApplication app) => this.app = app;

    public string Address { get; private set; } = "";

    /// <summary>The key that it signs with.</summary>
    public string KeyId { get; private set; } = "";

    /// <summary>How often somebody has asked for its keys.</summary>
    public int Asked => Volatile.Read(ref asked);

    /// <summary>It answers nobody.</summary>
    public bool IsAway
    {
        get => isAway;
        set => isAway = value;
    }

    public RSA Key
    {
        get
        {
            lock (gate) return keys[KeyId];
        }
    }

    public static async Task<LoopbackIssuer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var issuer = new LoopbackIssuer(builder.Build());
        issuer.Rotate("first");
        issuer.app.MapGet("/.well-known/openid-configuration", () => issuer.Say(() => new JsonObject
        {
            ["issuer"] = issuer.Address, ["jwks_uri"] = $"{issuer.Address}/keys", ["authorization_endpoint"] = $"{issuer.Address}/authorize",
            ["token_endpoint"] = $"{issuer.Address}/token", ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
        }));
        issuer.app.MapGet("/keys", () => issuer.Say(issuer.Keys));
        issuer.app.MapPost("/token", issuer.RedeemAsync);
        await issuer.app.StartAsync();
        issuer.Address = issuer.app.Urls.First();
        return issuer;
    }

    /// <summary>Signs with another key from now on, and shows no other.</summary>
    public void Rotate(string keyId)
    {
        lock (gate)
        {
            keys.Clear();
            keys[KeyId = keyId] = RSA.Create(2048);
        }
    }

    /// <summary>A token as it should be, with claims that take the place of its own; null takes one out.</summary>
    public string Token(params (string Name, object? Value)[] claims) => Token("RS256", KeyId, null, claims);

    /// <param name="algorithm">What the header says.</param>
    /// <param name="keyId">What the header says; null: nothing.</param>
    /// <param name="sign">Null: as the issuer does.</param>
    /// <param name="claims">As above.</param>
    public string Token(string algorithm, string? keyId, Func<byte[], byte[]>? sign, params (string Name, object? Value)[] claims)
    {
        var payload = new Dictionary<string, object?>
        {
            ["iss"] = Address, ["aud"] = Audience, ["sub"] = "u-17", ["preferred_username"] = "dana", ["sre_role"] = "operator",
            ["sre_workspace"] = "ws-acme", ["iat"] = After(TimeSpan.Zero), ["nbf"] = After(TimeSpan.Zero), ["exp"] = After(TimeSpan.FromHours(1)),
        };
        foreach (var (name, value) in claims) payload[name] = value;
        var header = new Dictionary<string, object?> { ["alg"] = algorithm, ["typ"] = "JWT", ["kid"] = keyId };
        var text = $"{Part(header)}.{Part(payload)}";
        var bytes = Encoding.ASCII.GetBytes(text);
        var signature = sign is null ? Key.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) : sign(bytes);
        return $"{text}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>Somebody signs in there; what his browser is sent back with.</summary>
    /// <param name="address">Where the console has sent it.</param>
    /// <param name="claims">In place of the token's own.</param>
    public string Approve(Uri address, params (string Name, object? Value)[] claims)
    {
        var asked = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(address.Query);
        Assert.Equal(
            ("code", Client, "S256"),
            (asked["response_type"].ToString(), asked["client_id"].ToString(), asked["code_challenge_method"].ToString()));
        Assert.Contains("openid", asked["scope"].ToString().Split(' '));
        var code = $"code-{Guid.NewGuid():N}";
        var token = Token([("aud", Client), ("nonce", asked["nonce"].ToString()), .. claims]);
        lock (gate) codes[code] = (asked["redirect_uri"].ToString(), asked["code_challenge"].ToString(), token);
        return $"?code={code}&state={Uri.EscapeDataString(asked["state"].ToString())}";
    }

    public static long After(TimeSpan time) => (TimeProvider.System.GetUtcNow() + time).ToUnixTimeSeconds();

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        foreach (var key in keys.Values) key.Dispose();
    }

    private static string Part(Dictionary<string, object?> fields) => Base64Url.EncodeToString(
        JsonSerializer.SerializeToUtf8Bytes(fields.Where(field => field.Value is not null).ToDictionary()));

    /// <summary>A code is good once, for whoever has begun, and for nobody else.</summary>
    private async Task<IResult> RedeemAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        (string Address, string Challenge, string Token) known;
        lock (gate)
        {
            if (!codes.Remove(form["code"].ToString(), out known)) return Results.BadRequest();
        }
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        return form["client_secret"] == Secret && form["client_id"] == Client && form["redirect_uri"] == known.Address && challenge == known.Challenge
            ? Results.Json(new Dictionary<string, string> { ["id_token"] = known.Token, ["token_type"] = "Bearer", ["access_token"] = "opaque" })
            : Results.BadRequest();
    }

    private IResult Say(Func<JsonObject> what)
    {
        Interlocked.Increment(ref asked);
        return isAway ? Results.StatusCode(503) : Results.Text(what().ToJsonString(), "application/json");
    }

    private JsonObject Keys()
    {
        lock (gate)
        {
            var shown = keys.Select(JsonNode (key) =>
            {
                var open = key.Value.ExportParameters(includePrivateParameters: false);
                return new JsonObject
                {
                    ["kty"] = "RSA", ["use"] = "sig", ["alg"] = "RS256", ["kid"] = key.Key, ["n"] = Base64Url.EncodeToString(open.Modulus),
                    ["e"] = Base64Url.EncodeToString(open.Exponent),
                };
            });
            return new() { ["keys"] = new JsonArray([.. shown]) };
        }
    }
}
