using AiSre.Api.Settings;
using Microsoft.Extensions.Configuration;

namespace AiSre.Api.Tests.Platform;

public sealed class OutboundAllowTests
{
    [Fact]
    public void Workspaces_may_reach_what_is_listed_and_without_the_setting_nothing_inside()
    {
        var allowed = AiSreSettings.OutboundAllow.Read(Configuration(" chat.internal:8065,10.0.0.7:80 "));
        Assert.True(allowed.Contains("chat.internal", 8065) && allowed.Contains("10.0.0.7", 80));
        Assert.False(allowed.Contains("chat.internal", 80) || allowed.Contains("10.0.0.7", 8065));
        Assert.False(AiSreSettings.OutboundAllow.Read(Configuration(null)).Contains("chat.internal", 8065));
        Assert.False(AiSreSettings.OutboundAllow.Read(Configuration("")).Contains("", 0));
    }

    [Fact]
    public void A_wrong_entry_stops_the_start_and_says_which()
    {
        var message =
            Assert.Throws<SettingException>(
                () => AiSreSettings.OutboundAllow.Read(Configuration("chat.internal:8065,http://hooks.internal"))).Message;
        Assert.StartsWith("AI_SRE_OUTBOUND_ALLOW has 'http://hooks.internal'; allowed are host:port", message, StringComparison.Ordinal);
    }

    private static IConfiguration Configuration(string? value) =>
        new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("AI_SRE_OUTBOUND_ALLOW", value)]).Build();
}
