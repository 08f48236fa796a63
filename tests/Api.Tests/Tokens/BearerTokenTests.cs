using System.Net;
using System.Security.Cryptography;
using System.Text;
using AiSre.Api.Tests.Edge;

namespace AiSre.Api.Tests.Tokens;

/// <summary>Tokens of an issuer that runs and signs.</summary>
public sealed class BearerTokenTests : IAsyncLifetime
{
    private LoopbackIssuer issuer = null!;
    private EdgeHost host = null!;

    public async ValueTask InitializeAsync()
    {
        issuer = await LoopbackIssuer.StartAsync();
        host = await StartAsync(("AI_SRE_OIDC_ALL_WORKSPACES", "everything"));
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        await issuer.DisposeAsync();
    }

    [Fact]
    public async Task A_token_lets_in_by_what_its_claims_say()
    {
        using var answer = await AskAsync(issuer.Token());
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var caller = await answer.JsonAsync();
        Assert.Equal(
            ("dana", "operator", "ws-acme", "ws-acme"),
            (Text(caller, "name"), Text(caller, "role"), Text(caller, "bound_workspace"), Text(caller, "workspace")));
        using var acted = await AskAsync(issuer.Token(), "/probe/act");
        Assert.Equal("dana", await acted.Content.ReadAsStringAsync());
        using var beyond = await AskAsync(issuer.Token(), "/probe/admin");
        await beyond.ProblemAsync(403, "insufficient_role");
        using var foreign = await AskAsync(issuer.Token(), "/probe/who", ("X-Workspace-Id", "ws-other"));
        await foreign.ProblemAsync(403, "foreign_workspace");
    }

    [Fact]
    public async Task Keys_open_beside_it_as_ever_and_nobody_is_let_in_without_either()
    {
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/probe/admin", EdgeHost.Root)).StatusCode);
        await (await host.GetAsync("/probe/who")).ProblemAsync(401, "unauthorized");
        // A key in its own header wins.
        using var both = await AskAsync(issuer.Token(), "/probe/who", ("X-API-Key", "nonsense"));
        await both.ProblemAsync(401, "unauthorized");
    }

    [Fact]
    public async Task With_an_issuer_and_without_keys_it_is_not_open_to_all()
    {
        await using var alone = await StartAsync(keys: "");
        await (await alone.GetAsync("/probe/who")).ProblemAsync(401, "unauthorized");
        using var answer = await AskAsync(issuer.Token(), host: alone);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("aud", "another-product")]
    [InlineData("aud", null)]
    [InlineData("iss", "https://evil.example")]
    [InlineData("iss", null)]
    [InlineData("exp", null)]
    [InlineData("exp", -3_600)]
    [InlineData("nbf", 3_600)]
    public async Task What_is_of_another_or_for_another_or_for_another_time_is_no_token(string claim, object? value)
    {
        using var answer = await AskAsync(issuer.Token((claim, value is int seconds ? LoopbackIssuer.After(TimeSpan.FromSeconds(seconds)) : value)));
        await answer.ProblemAsync(401, "unauthorized");
    }

    [Fact]
    public async Task Nothing_but_the_issuers_own_signature_holds()
    {
        using var stranger = RSA.Create(2048);
        var secret = Encoding.ASCII.GetBytes(issuer.Key.ExportSubjectPublicKeyInfoPem());
        string[] forged =
        [
            issuer.Token("none", issuer.KeyId, _ => []),
            issuer.Token("None", null, _ => []),
            // The public key, which everybody knows, as a shared secret.
            issuer.Token("HS256", issuer.KeyId, text => HMACSHA256.HashData(secret, text)),
            issuer.Token("HS256", issuer.KeyId, text => HMACSHA256.HashData(issuer.Key.ExportParameters(false).Modulus!, text)),
            issuer.Token("RS256", issuer.KeyId, text => stranger.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)),
            issuer.Token("RS256", "unknown", text => stranger.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)),
            issuer.Token("RS256", null, text => stranger.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)),
            issuer.Token("RS256", issuer.KeyId, _ => []),
            Tampered(issuer.Token(), "\"operator\"", "\"admin\""),
        ];
        foreach (var token in forged)
        {
            using var answer = await AskAsync(token);
            Assert.True(answer.StatusCode is HttpStatusCode.Unauthorized, token);
        }
        using var real = await AskAsync(issuer.Token());
        Assert.Equal(HttpStatusCode.OK, real.StatusCode);
    }

    [Fact]
    public async Task When_the_issuer_changes_its_keys_new_tokens_hold_at_once_and_old_ones_no_more()
    {
        var before = issuer.Token();
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(before)).StatusCode);
        issuer.Rotate("second");
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(issuer.Token())).StatusCode);
        await (await AskAsync(before)).ProblemAsync(401, "unauthorized");
    }

    [Fact]
    public async Task Whoever_invents_keys_does_not_have_the_issuer_asked_each_time()
    {
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(issuer.Token())).StatusCode);
        var asked = issuer.Asked;
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        for (var i = 0; i < 15; i++)
            await (await AskAsync(issuer.Token("RS256", $"unknown-{i}", _ => new byte[256]))).ProblemAsync(401, "unauthorized");
        // Two documents each time, and once in so many seconds at most, however slow this machine is.
        var most = 2 * (1 + (int)(System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalSeconds / 5));
        Assert.InRange(issuer.Asked - asked, 0, most);
    }

    [Fact]
    public async Task While_the_issuer_is_away_what_is_known_of_it_counts_and_before_that_nothing_is_refused_for_good()
    {
        issuer.IsAway = true;
        await using var fresh = await StartAsync();
        using (var early = await AskAsync(issuer.Token(), host: fresh)) await early.ProblemAsync(503, "issuer_unavailable");
        Assert.Equal(HttpStatusCode.OK, (await fresh.GetAsync("/probe/who", EdgeHost.Root)).StatusCode);
        issuer.IsAway = false;
        await TestHost.Poll.UntilAsync(
            "the issuer to be asked again", async () => (await AskAsync(issuer.Token(), host: fresh)).StatusCode is HttpStatusCode.OK);
        issuer.IsAway = true;
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(issuer.Token(), host: fresh)).StatusCode);
    }

    [Theory]
    [InlineData("sre_role", null, "no_role")]
    [InlineData("sre_role", "owner", "no_role")]
    [InlineData("sre_workspace", null, "no_workspace")]
    [InlineData("sre_workspace", "*", "no_workspace")]
    [InlineData("sre_workspace", "a/b", "no_workspace")]
    [InlineData("sre_workspace", "", "no_workspace")]
    public async Task A_token_that_says_too_little_is_refused_with_what_it_lacks(string claim, string? value, string error)
    {
        using var answer = await AskAsync(issuer.Token((claim, value)));
        Assert.Contains(claim, Text(await answer.ProblemAsync(403, error), "detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_value_that_the_setting_names_opens_all_workspaces()
    {
        using var answer = await AskAsync(issuer.Token(("sre_workspace", "everything")));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await answer.JsonAsync()).GetProperty("bound_workspace").ValueKind);
        await using var none = await StartAsync();
        using var bound = await AskAsync(issuer.Token(("sre_workspace", "everything")), host: none);
        Assert.Equal("everything", Text(await bound.JsonAsync(), "bound_workspace"));
    }

    [Fact]
    public async Task Roles_come_from_groups_where_that_is_said_and_the_greatest_counts()
    {
        await using var mapped = await StartAsync(
            settings:
            [
                ("AI_SRE_OIDC_ROLE_CLAIM", "groups"), ("AI_SRE_OIDC_ROLES", "cn=sre=operator, leads=admin,guests=viewer"),
                ("AI_SRE_OIDC_NAME_CLAIM", "email"),
            ]);
        using var answer = await AskAsync(
            issuer.Token(("groups", new[] { "guests", "leads", "chess" }), ("email", "dana@acme.io")), host: mapped);
        var caller = await answer.JsonAsync();
        Assert.Equal(("admin", "dana@acme.io"), (Text(caller, "role"), Text(caller, "name")));
        // The role's own word is no group.
        using var word = await AskAsync(issuer.Token(("groups", "admin")), host: mapped);
        await word.ProblemAsync(403, "no_role");
    }

    [Theory]
    [InlineData("dana <script>", "dana__script_")]
    [InlineData("a\nb", "a_b")]
    [InlineData("", "u-17")]
    public async Task A_name_has_the_characters_that_names_have(string said, string name)
    {
        using var answer = await AskAsync(issuer.Token(("preferred_username", said)));
        Assert.Equal(name, Text(await answer.JsonAsync(), "name"));
    }

    [Fact]
    public async Task No_log_line_has_a_token()
    {
        var token = issuer.Token();
        await AskAsync(token);
        await AskAsync(Tampered(token, "\"operator\"", "\"admin\""));
        var signature = token[(token.LastIndexOf('.') + 1)..];
        Assert.DoesNotContain(host.Logs.Lines, line => line.Contains(signature, StringComparison.Ordinal));
    }

    private Task<EdgeHost> StartAsync(params (string Name, string Value)[] settings) => StartAsync(EdgeHost.Keys, settings);

    private Task<EdgeHost> StartAsync(string keys, params (string Name, string Value)[] settings) => EdgeHost.StartAsync(
        keys, settings: [("AI_SRE_OIDC_AUTHORITY", issuer.Address), ("AI_SRE_OIDC_AUDIENCE", LoopbackIssuer.Audience), .. settings]);

    private Task<HttpResponseMessage> AskAsync(
        string token, string path = "/probe/who", (string Name, string Value)? more = null, EdgeHost? host = null) =>
        (host ?? this.host).GetAsync(
            path, null, more is { } header ? [("Authorization", $"Bearer {token}"), header] : [("Authorization", $"Bearer {token}")]);

    private static string? Text(System.Text.Json.JsonElement json, string name) => json.GetProperty(name).GetString();

    private static string Tampered(string token, string from, string to)
    {
        var parts = token.Split('.');
        var payload = Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1])).Replace(from, to, StringComparison.Ordinal);
        return $"{parts[0]}.{System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}.{parts[2]}";
    }
}
