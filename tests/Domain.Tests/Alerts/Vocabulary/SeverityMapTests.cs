using AiSre.Domain.Alerts;
using AiSre.Domain.Alerts.Vocabulary;

namespace AiSre.Domain.Tests.Alerts.Vocabulary;

public class SeverityMapTests
{
    [Theory]
    [InlineData("Critical", Severity.Critical)]
    [InlineData(" page ", Severity.Critical)]
    [InlineData("urgent", Severity.Critical)]
    [InlineData("BLOCKER", Severity.Critical)]
    [InlineData("down", Severity.Critical)]
    [InlineData("s1", Severity.Critical)]
    [InlineData("SEV 1", Severity.Critical)]
    [InlineData("sev-0", Severity.Critical)]
    [InlineData("Severity 2", Severity.High)]
    [InlineData("SEV-2: degraded", Severity.High)]
    [InlineData("P2 - High", Severity.High)]
    [InlineData("2 - Major", Severity.High)]
    [InlineData("[P3] whatever", Severity.Warning)]
    [InlineData("sev3", Severity.Warning)]
    [InlineData("S4", Severity.Info)]
    [InlineData("P5", Severity.Info)]
    [InlineData("Cleared", Severity.Info)]
    public void Words_and_phrases_of_all_vendors(string word, Severity severity) => Assert.Equal(severity, SeverityMap.Parse(word));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("3")]
    [InlineData("purple")]
    [InlineData("not critical")]
    [InlineData("non-critical")]
    [InlineData("sev")]
    public void Others_say_nothing(string? word) => Assert.Null(SeverityMap.Parse(word));

    [Theory]
    [InlineData("zabbix", "0", null)]
    [InlineData("zabbix", "3", Severity.Warning)]
    [InlineData("zabbix", "5", Severity.Critical)]
    [InlineData("zabbix", "Disaster", Severity.Critical)]
    [InlineData("azure", "0", Severity.Critical)]
    [InlineData("azure", "4", Severity.Info)]
    [InlineData("syslog", "3", Severity.High)]
    [InlineData("syslog", "7", Severity.Info)]
    [InlineData("wazuh", "11", Severity.Warning)]
    [InlineData("wazuh", "15", Severity.Critical)]
    [InlineData("wazuh-shuffle", "3", Severity.High)]
    [InlineData("guardduty", "8.9", Severity.High)]
    [InlineData("instana", "-1", Severity.Info)]
    [InlineData("instana", "10", Severity.Critical)]
    [InlineData("rollbar", "40", Severity.High)]
    [InlineData("solarwinds", "2", Severity.Critical)]
    [InlineData("solarwinds", "3", Severity.High)]
    [InlineData("graylog", "1", Severity.Info)]
    [InlineData("opensearch", "1", Severity.Critical)]
    [InlineData("opensearch", "NaN", null)]
    public void Numbers_are_read_by_the_scale_of_their_tool(string scale, string text, Severity? severity) =>
        Assert.Equal(severity, SeverityScale.ByName[scale].Parse(text));
}
