using AiSre.Api.Settings;

namespace AiSre.Api.Tests.Edge;

public sealed class StartTests
{
    [Fact]
    public void Production_without_keys_refuses_to_start()
    {
        var message = Assert.Throws<SettingException>(() => EdgeHost.Build("", "Production")).Message;
        Assert.Contains("AI_SRE_API_KEYS", message);
        Assert.Contains("AI_SRE_ALLOW_DEV_MODE=true", message);
    }

    [Fact]
    public async Task Production_without_keys_starts_when_that_is_truly_meant()
    {
        await using var host = await EdgeHost.StartAsync("", "Production", settings: ("AI_SRE_ALLOW_DEV_MODE", "true"));
        Assert.Contains(host.Logs.Lines, line => line.Contains("DEV MODE", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_keys_others_than_this_machine_are_not_let_in_unless_that_is_truly_meant()
    {
        var message = Assert.Throws<SettingException>(() => EdgeHost.Build("", "Development", null, ("urls", "http://+:0"))).Message;
        Assert.Contains("AI_SRE_API_KEYS is empty", message);
        Assert.Contains("ASPNETCORE_URLS is 'http://+:0'", message);
        Assert.Contains("AI_SRE_ALLOW_DEV_MODE=true", message);
        _ = EdgeHost.Build("", "Development", null, ("urls", "http://+:0"), ("AI_SRE_ALLOW_DEV_MODE", "true"));
        _ = EdgeHost.Build(EdgeHost.Keys, "Development", null, ("urls", "http://+:0"));
    }

    [Theory]
    [InlineData("AI_SRE_ALLOW_DEV_MODE", "maybe", "true and false")]
    [InlineData("AI_SRE_REQUEST_TIMEOUT_SECONDS", "0", "1 to 300")]
    public void A_wrong_setting_stops_the_start_and_says_what_is_allowed(string name, string value, string allowed)
    {
        var message = Assert.Throws<SettingException>(() => EdgeHost.Build("", "Production", null,
            name == "AI_SRE_ALLOW_DEV_MODE" ? [(name, value)] : [(name, value), ("AI_SRE_ALLOW_DEV_MODE", "true")])).Message;
        Assert.Contains(name, message);
        Assert.Contains($"'{value}'", message);
        Assert.Contains(allowed, message);
    }

    [Fact]
    public async Task Dev_mode_allows_everything_as_dev_whatever_key_comes()
    {
        await using var host = await EdgeHost.StartAsync(null);
        var caller = await (await host.GetAsync("/probe/who?api_key=x", "other", ("X-Workspace-Id", "ws-1"))).JsonAsync();
        Assert.Equal("dev", caller.GetProperty("name").GetString());
        Assert.Equal("admin", caller.GetProperty("role").GetString());
        Assert.Equal("ws-1", caller.GetProperty("workspace").GetString());
        Assert.Equal(200, (int)(await host.GetAsync("/docs/")).StatusCode);
    }

    [Fact]
    public async Task Key_warnings_are_logged_without_keys()
    {
        await using var host = await EdgeHost.StartAsync("hunter2");
        Assert.Contains(host.Logs.Lines, line => line.Contains("entry 1 names no role", StringComparison.Ordinal));
        Assert.DoesNotContain(host.Logs.Lines, line => line.Contains("hunter2", StringComparison.Ordinal));
    }
}
