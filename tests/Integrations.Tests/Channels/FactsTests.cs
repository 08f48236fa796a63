using AiSre.Domain.Notifications;
using AiSre.Integrations.Messages;

namespace AiSre.Integrations.Tests.Channels;

public class FactsTests
{
    [Fact]
    public void The_alerts_name_is_among_the_facts()
    {
        var content = Samples.Of(NotificationKind.Opened) with { AlertName = "CheckoutErrorRate" };
        Assert.Contains(new MessageFact("Alert", "CheckoutErrorRate"), MessageText.Of(content, content.At).Facts);
    }

    [Fact]
    public void Without_a_service_the_host_is_in_the_headline()
    {
        var content = Samples.Of(NotificationKind.Opened) with { Service = null, Namespace = null, Cluster = null, Workload = "fw-9.example.com" };
        Assert.EndsWith("— fw-9.example.com", MessageText.Of(content, content.At).Headline, StringComparison.Ordinal);
    }
}
