using AiSre.Api.Errors;
using AiSre.Api.Security;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace AiSre.Api.Tokens;

/// <summary>What came of the token of a request. The gate reads it.</summary>
/// <param name="Caller">Null: it does not hold, or says too little.</param>
/// <param name="Problem">What is wrong beyond that; null: it is as good as no key.</param>
/// <param name="ExpiresAt">From when on the caller is nobody.</param>
internal sealed record PresentedToken(Caller? Caller, ProblemResult? Problem, DateTimeOffset ExpiresAt)
{
    public static readonly PresentedToken None = new(null, null, default);
}

/// <summary>
/// Bearer tokens of an issuer (OpenID Connect), where one is configured. A token is checked whole: who signed it, with which algorithm, who issued
/// it, whom it is meant for, and when it ends.
/// </summary>
internal sealed class BearerTokens
{
    /// <summary>Characters; a longer one is none.</summary>
    private const int MaxLength = 16 << 10;

    /// <summary>How far the issuer's clock may be from ours.</summary>
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromSeconds(30);

    /// <summary>Signatures by a key pair: a shared secret, or none at all, would let whoever knows the public key sign.</summary>
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512, SecurityAlgorithms.RsaSsaPssSha256,
        SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512, SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384,
        SecurityAlgorithms.EcdsaSha512,
    ];

    private readonly TokenOptions options;
    private readonly TimeProvider clock;
    private readonly JwtBearerOptions? bearer;
    private readonly TokenIssuer? issuer;

    public BearerTokens(TokenOptions options, TimeProvider clock)
    {
        (this.options, this.clock) = (options, clock);
        if (options.Authority is not { } authority) return;
        bearer = new()
        {
            Authority = authority.ToString(), Audience = options.Audience, RequireHttpsMetadata = !authority.IsLoopback, MapInboundClaims = false,
            BackchannelTimeout = TimeSpan.FromSeconds(5), BackchannelHttpHandler = new SocketsHttpHandler { AllowAutoRedirect = false },
        };
        new JwtBearerPostConfigureOptions().PostConfigure(JwtBearerDefaults.AuthenticationScheme, bearer);
        issuer = new(bearer);
    }

    /// <summary>Whether a request presents what may be a token, so that all others wait for nothing.</summary>
    public bool Concerns(HttpContext context) => bearer is not null && TokenOf(context) is not null;

    /// <summary>Looks at the token of a request, for the gate.</summary>
    public async Task ReadAsync(HttpContext context) => context.Features.Set(await CheckAsync(TokenOf(context)!, options.Audience));

    /// <summary>Null when there is none, or it does not answer.</summary>
    public async ValueTask<OpenIdConnectConfiguration?> IssuerAsync() => issuer is null ? null : await issuer.GetAsync();

    /// <summary>The identity token that a code of the issuer is good for; null: none.</summary>
    public async Task<string?> RedeemAsync(string code, string verifier, string backTo)
    {
        if (await IssuerAsync() is not { TokenEndpoint.Length: > 0 } known) return null;
        try
        {
            using var answer = await bearer!.Backchannel.PostAsync(known.TokenEndpoint, new FormUrlEncodedContent(
            [
                new("grant_type", "authorization_code"), new("code", code), new("redirect_uri", backTo), new("code_verifier", verifier),
                new("client_id", options.ClientId), new("client_secret", options.ClientSecret),
            ]));
            if (!answer.IsSuccessStatusCode) return null;
            using var said = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            return said.RootElement.ValueKind is JsonValueKind.Object && said.RootElement.TryGetProperty("id_token", out var token)
                ? token.GetString()
                : null;
        }
        catch (Exception exception) when (
            exception is HttpRequestException or OperationCanceledException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <param name="token">Its text.</param>
    /// <param name="audience">Whom it must be meant for.</param>
    /// <param name="nonce">What it must repeat; null: nothing.</param>
    public async Task<PresentedToken> CheckAsync(string token, string audience, string? nonce = null)
    {
        if (await issuer!.GetAsync() is not { } known)
            return new(null, Problems.Unavailable(5, "The issuer of tokens does not answer; nothing was done.", "issuer_unavailable"), default);
        var result = await ValidateAsync(token, audience, known);
        // The issuer has changed its keys since they were read.
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException && await issuer.NewerAsync(known) is { } newer)
            result = await ValidateAsync(token, audience, newer);
        if (!result.IsValid || result.SecurityToken is null || result.ClaimsIdentity is not { } identity) return PresentedToken.None;
        if (nonce is not null && identity.FindFirst("nonce")?.Value != nonce) return PresentedToken.None;
        var (caller, problem) = TokenClaims.Read(identity, options);
        return new(caller, problem, result.SecurityToken.ValidTo + ClocksDiffer);
    }

    private Task<TokenValidationResult> ValidateAsync(string token, string audience, OpenIdConnectConfiguration known)
    {
        var parameters = bearer!.TokenValidationParameters.Clone();
        parameters.ValidIssuer = known.Issuer;
        parameters.ValidAudiences = null;
        parameters.ValidAudience = audience;
        parameters.IssuerSigningKeys = known.SigningKeys;
        parameters.ValidAlgorithms = Algorithms;
        parameters.TryAllIssuerSigningKeys = false;
        parameters.RequireExpirationTime = parameters.RequireSignedTokens = parameters.ValidateIssuerSigningKey = true;
        parameters.LifetimeValidator = (from, to, _, _) =>
            to is { } end && end + ClocksDiffer > clock.GetUtcNow().UtcDateTime && !(from - ClocksDiffer > clock.GetUtcNow().UtcDateTime);
        return bearer.TokenHandlers[0].ValidateTokenAsync(token, parameters);
    }

    /// <summary>Only what comes as a bearer token, and beside no key: a key in its own header wins.</summary>
    private static string? TokenOf(HttpContext context) =>
        context.Request.Headers[PresentedKey.Header].Count == 0 && PresentedKey.Bearer(context.Request) is { Length: <= MaxLength } text
            && text.StartsWith("ey", StringComparison.Ordinal) && text.AsSpan().Count('.') == 2
            ? text
            : null;
}
