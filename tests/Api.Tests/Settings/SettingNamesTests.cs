using AiSre.Api.Settings;
using AiSre.Silo;
using AiSre.TestHost;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace AiSre.Api.Tests.Settings;

public sealed class SettingNamesTests
{
    [Theory]
    [InlineData("AI_SRE_APIKEYS", "AI_SRE_API_KEYS")]
    [InlineData("AI_SRE_KEYS", "AI_SRE_API_KEYS")]
    [InlineData("AI_SRE_POSTGRES_URL", "AI_SRE_POSTGRES")]
    [InlineData("AI_SRE_PUBLIC_ULR", "AI_SRE_PUBLIC_URL")]
    [InlineData("AI_SRE_WEBHOOK_SECRET_PAGER_DUTY", "AI_SRE_WEBHOOK_SECRET_PAGERDUTY")]
    [InlineData("AI_SRE_WEBHOOK_SECRET_UPTIMEKUMA", "AI_SRE_WEBHOOK_SECRET_UPTIME_KUMA")]
    [InlineData("ai_sre_silo_prot", "AI_SRE_SILO_PORT")]
    public void A_mistyped_name_is_refused_with_the_nearest_one_and_without_its_value(string name, string nearest)
    {
        var message = Refusal((name, "hunter2"));
        Assert.StartsWith($"{name} is no setting: did you mean {nearest}? ", message, StringComparison.Ordinal);
        Assert.Contains("AI_SRE_WEBHOOK_SECRET_<SOURCE>, AI_SRE_REQUEST_TIMEOUT_SECONDS", message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void A_name_that_is_near_to_none_is_refused_and_several_are_named_together() =>
        Assert.StartsWith(
            "AI_SRE_APIKEYS is no setting: did you mean AI_SRE_API_KEYS? AI_SRE_SLACK_TOKEN is no setting. Names with AI_SRE_ are settings",
            Refusal(("AI_SRE_APIKEYS", "x"), ("AI_SRE_SLACK_TOKEN", "x")), StringComparison.Ordinal);

    [Fact]
    public void Each_program_knows_the_settings_of_both() =>
        SettingNames.RefuseUnknown(Configuration([.. AiSreSettings.All.Select(setting => (setting.Name, "x"))]));

    [Theory]
    [InlineData("AI_SRE_LOCAL_DIR", "x")]
    [InlineData("AI_SRE_TEST_SEED", "1")]
    [InlineData("SLACK_BOT_TOKEN", "x")]
    [InlineData("AI_SRE_API_SERVICE_HOST", "10.0.0.1")]
    [InlineData("AI_SRE_API_SERVICE_PORT_HTTP", "8888")]
    [InlineData("AI_SRE_API_PORT", "tcp://10.0.0.1:8888")]
    [InlineData("AI_SRE_API_PORT_8888_TCP_ADDR", "10.0.0.1")]
    [InlineData("AI_SRE_SERVICE_HOST", "10.0.0.1")]
    public void What_others_put_into_the_environment_is_passed_over(string name, string value) =>
        SettingNames.RefuseUnknown(Configuration((name, value)));

    [Fact]
    public void A_port_that_no_service_announces_is_refused() =>
        Assert.Contains("AI_SRE_API_PORT is no setting", Refusal(("AI_SRE_API_PORT", "8888")), StringComparison.Ordinal);

    [Fact]
    public void An_API_process_refuses_it_too()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection([new("AI_SRE_REDDIS", "redis:6379")]);
        Assert.StartsWith("AI_SRE_REDDIS is no setting: did you mean AI_SRE_REDIS?",
            Assert.Throws<SettingException>(builder.AddClusterClient).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void On_the_command_line_it_is_refused_as_well() => Assert.StartsWith("AI_SRE_APIKEYS is no setting",
        Assert.Throws<SettingException>(() => WebApplication.CreateBuilder(["--AI_SRE_APIKEYS=x"]).AddAiSreSilo()).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("AI_SRE_APIKEYS", "hunter2", "AI_SRE_APIKEYS is no setting: did you mean AI_SRE_API_KEYS?")]
    [InlineData("AI_SRE_SILO_PORT", "70000", "AI_SRE_SILO_PORT is '70000'; allowed are whole numbers from 1 to 65535.")]
    public async Task The_process_ends_with_78_and_one_line(string name, string value, string line)
    {
        await using var silo = SiloProcess.StartWithoutWaiting(new SiloSettings { Environment = new Dictionary<string, string> { [name] = value } });
        await Poll.UntilAsync("its end", () => Task.FromResult(silo.HasExited), onTimeout: () => silo.Log);
        Assert.Equal(78, silo.ExitCode);
        await Poll.UntilAsync("its last words", () => Task.FromResult(silo.Log.Contains(line, StringComparison.Ordinal)), onTimeout: () => silo.Log);
        Assert.StartsWith("AI-SRE does not start: ", Assert.Single(silo.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", silo.Log, StringComparison.Ordinal);
    }

    private static string Refusal(params (string, string)[] settings) =>
        Assert.Throws<SettingException>(() => SettingNames.RefuseUnknown(Configuration(settings))).Message;

    private static IConfiguration Configuration(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)))
            .Build();
}
