namespace AiSre.Deploy.Tests.Monitoring;

public class ConfigTests
{
    [Theory]
    [InlineData("prometheus/prometheus.yml")]
    [InlineData("examples/prometheus.yml")]
    public void Prometheus_takes_the_configuration_and_finds_the_rules(string file) =>
        Assert.Contains("1 rule files found", Programs.Run("promtool", "check", "config", Repository.Folder("deploy", file)),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("alertmanager/alertmanager.yml")]
    [InlineData("examples/alertmanager.yml")]
    public void Alertmanager_takes_the_configuration(string file) => Programs.Run("amtool", "check-config", Repository.Folder("deploy", file));

    [Fact]
    public void Alerts_about_AI_SRE_also_go_somewhere_that_works_without_it()
    {
        var config = $"--config.file={Repository.Folder("deploy", "examples", "alertmanager.yml")}";
        Assert.Equal("people,ai-sre", Programs.Run("amtool", "config", "routes", "test", config, "alertname=AiSreDown", "service=ai-sre").Trim());
        Assert.Equal("ai-sre", Programs.Run("amtool", "config", "routes", "test", config, "alertname=PodCrashLooping", "service=checkout").Trim());
    }
}
