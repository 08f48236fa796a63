using Xunit.Sdk;

namespace AiSre.Deploy.Tests.Monitoring;

public class QueryTests
{
    [Theory]
    [InlineData("""histogram_quantile(0.99, sum by (le, route) (rate(ai_sre_http_request_duration_seconds_bucket{route!~"/a{2}"}[5m]))) > 1""")]
    [InlineData("""max by (namespace) (ai_sre_ledger_up) < 2 or ai_sre_ledger_up == bool 0""")]
    public void Known_metrics_pass(string expression) => Query.AssertDocumented("here", expression);

    [Theory]
    [InlineData("sum(rate(ai_sre_ledger_comit_seconds_count[5m]))")]
    [InlineData("ai_sre_ledger_up or invented")]
    [InlineData("""up == 0 and ai_sre_dedup_total{rule="x"} > 0""")]
    public void An_unknown_metric_or_label_is_noticed(string expression) =>
        Assert.ThrowsAny<XunitException>(() => Query.AssertDocumented("here", expression));
}
