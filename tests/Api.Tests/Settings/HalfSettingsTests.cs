using AiSre.Api.Settings;
using AiSre.Silo;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Api.Tests.Settings;

/// <summary>Settings that mean nothing without others: somebody has meant to have something, and would wonder where it is.</summary>
public sealed class HalfSettingsTests
{
    [Theory]
    [InlineData("AI_SRE_CHAT_MODEL", "AI_SRE_CHAT_PROVIDER")]
    [InlineData("AI_SRE_CHAT_PROVIDER", "AI_SRE_CHAT_MODEL")]
    public void Half_a_chat_model_stops_the_start(string set, string missing) =>
        Stops(set, missing, configuration => new ServiceCollection().AddConfiguredChat(configuration));

    [Theory]
    [InlineData("AI_SRE_DATADOG_API_KEY", "AI_SRE_DATADOG_SITE")]
    [InlineData("AI_SRE_DATADOG_APP_KEY", "AI_SRE_DATADOG_SITE")]
    [InlineData("AI_SRE_DATADOG_SITE", "AI_SRE_DATADOG_APP_KEY")]
    public void Half_a_log_backend_stops_the_start(string set, string missing) =>
        Stops(set, missing, configuration => TelemetrySettings.Read(configuration));

    private static void Stops(string set, string missing, Action<IConfiguration> read)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(set, "ollama")]).Build();
        var said = Assert.Throws<SettingException>(() => read(configuration)).Message;
        Assert.StartsWith("AI_SRE_", said, StringComparison.Ordinal);
        Assert.Contains(missing, said, StringComparison.Ordinal);
        Assert.DoesNotContain("ollama", said, StringComparison.Ordinal);
    }
}
