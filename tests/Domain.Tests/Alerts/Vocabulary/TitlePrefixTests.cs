using AiSre.Domain.Alerts;
using AiSre.Domain.Alerts.Vocabulary;

namespace AiSre.Domain.Tests.Alerts.Vocabulary;

public class TitlePrefixTests
{
    [Theory]
    [InlineData("[FIRING:1] Disk is full", "Disk is full", SignalKind.Firing)]
    [InlineData("[FIRING:2, RESOLVED:1] Disk is full", "Disk is full", SignalKind.Firing)]
    [InlineData("[RESOLVED] Disk is full", "Disk is full", SignalKind.Resolved)]
    [InlineData("✅ [OK] Disk is full", "Disk is full", SignalKind.Resolved)]
    [InlineData("🔴 [Down] shop front", "shop front", SignalKind.Firing)]
    [InlineData("[Triggered on {host:a}] Disk is full", "Disk is full", SignalKind.Firing)]
    [InlineData("[TEST] [Alerting] Disk is full", "Disk is full", SignalKind.Firing)]
    [InlineData("[P1] Disk is full", "Disk is full", null)]
    [InlineData("PROBLEM: Disk is full", "Disk is full", SignalKind.Firing)]
    [InlineData("Resolved: Disk is full", "Disk is full", SignalKind.Resolved)]
    [InlineData("Re-Triggered: Disk is full", "Disk is full", SignalKind.Firing)]
    [InlineData("RECOVERY - Disk is full", "Disk is full", SignalKind.Resolved)]
    [InlineData("Test: Disk is full", "Disk is full", null)]
    public void State_and_test_stand_in_no_title(string title, string text, SignalKind? kind)
    {
        var read = TitlePrefix.Read(title);
        Assert.Equal((text, kind), (read.Text, read.Kind));
    }

    [Theory]
    [InlineData("[payments] Disk is full")]
    [InlineData("[Synthetics] Log-in")]
    [InlineData("Down: web-1")]
    [InlineData("Error: no route to host")]
    [InlineData("web-1 - disk is full")]
    [InlineData("Re-deploy of shop failed")]
    [InlineData("🔥 It burns")]
    [InlineData("[RESOLVED]")]
    [InlineData("[")]
    [InlineData("-")]
    [InlineData("")]
    public void What_belongs_to_the_title_stays(string title) => Assert.Equal(title, TitlePrefix.Read(title).Text);

    [Fact]
    public void A_severity_in_brackets_is_read() => Assert.Equal(Severity.Critical, TitlePrefix.Read("[P1] Disk is full").Severity);

    [Theory]
    [InlineData("Instance <no value> down", "Instance down")]
    [InlineData("Latency of [no value] is high", "Latency of is high")]
    [InlineData("Disk at <no value>%", "Disk at")]
    [InlineData("<no value>", null)]
    [InlineData("<no value>: <no value>", null)]
    [InlineData("All is said", "All is said")]
    public void Gaps_of_a_template_are_taken_out(string text, string? rest) => Assert.Equal(rest, TemplateGaps.Remove(text));

    [Theory]
    [InlineData("db-1:9100", "db-1")]
    [InlineData("https://shop.example.com:8443/health?x=1", "shop.example.com")]
    [InlineData("[2001:db8::1]:9100", "2001:db8::1")]
    [InlineData("2001:db8::1", "2001:db8::1")]
    [InlineData("db-1", "db-1")]
    [InlineData("localhost:9090", null)]
    [InlineData("127.0.0.1", null)]
    [InlineData("dns://:53", null)]
    [InlineData(" ", null)]
    public void A_host_is_read_from_an_address(string address, string? host) => Assert.Equal(host, HostName.Of(address));
}
