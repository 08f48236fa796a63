using AiSre.Api.Security;
using AiSre.Domain.Access;
using AiSre.Api.Settings;

namespace AiSre.Api.Tests.Edge;

public sealed class ApiKeyParserTests
{
    private const string Long = "0123456789abcdef01234567";
    private static readonly string Hex = Convert.ToHexString(ApiKey.HashOf(Long));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Nothing_is_dev_mode(string? setting) => Assert.True(ApiKeyParser.Parse(setting, false).DevMode);

    [Fact]
    public void A_bare_key_is_admin_of_all_workspaces_with_a_warning()
    {
        var options = ApiKeyParser.Parse(Long, true);
        Assert.Equivalent(new { Name = "key-1", Role = Role.Admin, Workspace = (string?)null }, Assert.Single(options.Keys));
        Assert.Contains("entry 1", Assert.Single(options.Warnings));
    }

    [Theory]
    [InlineData($"{Long}:viewer", "key-1", Role.Viewer, null)]
    [InlineData($"ci={Long}:ingest:ws-1", "ci", Role.Ingest, "ws-1")]
    [InlineData($"ci={Long}:operator:*", "ci", Role.Operator, null)]
    [InlineData($"bob@acme.io={Long}:admin", "bob@acme.io", Role.Admin, null)]
    [InlineData("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NQ==:viewer", "key-1", Role.Viewer, null)]
    [InlineData("ci=MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NQ==:viewer", "ci", Role.Viewer, null)]
    public void An_entry_says_name_role_and_workspace(string entry, string name, Role role, string? workspace)
    {
        var options = ApiKeyParser.Parse(entry, true);
        Assert.Equivalent(new { Name = name, Role = role, Workspace = workspace }, Assert.Single(options.Keys));
        Assert.Empty(options.Warnings);
    }

    [Fact]
    public void A_hashed_key_opens_like_the_key_itself()
    {
        var ring = new ApiKeyRing(ApiKeyParser.Parse($"ops=sha256:{Hex}:operator:acme", true), TimeProvider.System);
        Assert.Equal("ops", ring.Find(Long)?.Name);
        Assert.Null(ring.Find(Hex));
        Assert.Null(ring.Find(new string('x', 100_000)));
    }

    [Theory]
    [InlineData($"{Long}:viewer,{Long}x:boss", "entry 2 has an unknown role")]
    [InlineData($"{Long}:viewer:a b", "entry 1 has a workspace")]
    [InlineData($"{Long}:viewer:a:b", "entry 1 has too many parts")]
    [InlineData("ci=:viewer", "entry 1 has an empty key")]
    [InlineData($"bad name={Long}", "entry 1 has a name")]
    [InlineData("sha256:abcd:viewer", "entry 1 has a sha256")]
    [InlineData($"{Long}:viewer,{Long}:admin", "entry 2 is the same key")]
    [InlineData(",", "entry 1 is empty")]
    [InlineData("   ", "entry 1 is empty")]
    [InlineData("\n", "entry 1 is empty")]
    public void A_malformed_entry_is_named_by_its_position_and_not_by_its_text(string setting, string expected)
    {
        var message = Assert.Throws<SettingException>(() => ApiKeyParser.Parse(setting, false)).Message;
        Assert.Contains(expected, message);
        Assert.Contains("viewer, operator, admin, ingest", message);
        Assert.DoesNotContain(Long, message);
    }

    [Fact]
    public void A_short_key_warns_and_is_refused_in_Production()
    {
        Assert.Contains("shorter than 24", Assert.Single(ApiKeyParser.Parse("hunter2:viewer", false).Warnings));
        var message = Assert.Throws<SettingException>(() => ApiKeyParser.Parse("hunter2:viewer", true)).Message;
        Assert.Contains("entry 1", message);
        Assert.DoesNotContain("hunter2", message);
    }

    [Theory]
    [InlineData("kkkkkkkkkkkkkkkkkkkkkkkk")]
    [InlineData("abababababababababababababababab")]
    [InlineData("000000000000000000000000000000000000000000000001")]
    public void So_is_a_long_one_that_nobody_made_by_chance(string key)
    {
        Assert.Contains("different characters", Assert.Single(ApiKeyParser.Parse($"{key}:viewer", false).Warnings));
        Assert.DoesNotContain(key, Assert.Throws<SettingException>(() => ApiKeyParser.Parse($"{key}:viewer", true)).Message);
    }

    [Fact]
    public void A_third_key_of_one_name_warns_because_two_suffice_to_rotate() =>
        Assert.Contains("named ci", Assert.Single(
            ApiKeyParser.Parse($"ci={Long}1:viewer,ci={Long}2:viewer,ci={Long}3:viewer", true).Warnings));
}
