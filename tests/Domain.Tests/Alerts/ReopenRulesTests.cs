using AiSre.Domain.Alerts;
using static AiSre.Domain.Tests.Alerts.Signals;

namespace AiSre.Domain.Tests.Alerts;

public class ReopenRulesTests
{
    [Theory]
    [InlineData(true, -600, 0, ReopenDecision.SuppressAfterManualResolve)]
    [InlineData(true, 0, 3599, ReopenDecision.SuppressAfterManualResolve)]
    [InlineData(true, 0, 3600, ReopenDecision.Reopen)]
    [InlineData(true, 0, 90_000, ReopenDecision.Reopen)]
    [InlineData(true, 1, 10, ReopenDecision.Reopen)]
    [InlineData(true, 1, 300, ReopenDecision.Reopen)]
    [InlineData(true, 1, 301, ReopenDecision.NewIncident)]
    [InlineData(true, null, 300, ReopenDecision.Reopen)]
    [InlineData(true, null, 301, ReopenDecision.NewIncident)]
    [InlineData(false, -600, 1, ReopenDecision.Reopen)]
    [InlineData(false, -600, 300, ReopenDecision.Reopen)]
    [InlineData(false, -600, 301, ReopenDecision.NewIncident)]
    [InlineData(false, 5, 300, ReopenDecision.Reopen)]
    [InlineData(false, null, 301, ReopenDecision.NewIncident)]
    public void A_firing_after_the_resolve(bool human, int? startsAfterResolve, int nowAfterResolve, ReopenDecision expected)
    {
        DateTimeOffset? startsAt = startsAfterResolve is { } seconds ? Noon.AddSeconds(seconds) : null;
        Assert.Equal(expected, ReopenRules.Decide(new(Noon, human), startsAt, Noon.AddSeconds(nowAfterResolve), DedupOptions.Default));
    }
}
