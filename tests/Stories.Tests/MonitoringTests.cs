using AiSre.TestHost;

namespace AiSre.Stories.Tests;

/// <summary>Prometheus watches one process: by docs/operations.md.</summary>
public sealed class MonitoringTests
{
    private const string UntilEvaluated = """
        until curl -s localhost:9090/api/v1/rules | jq -e 'all(.data.groups[].rules[]; .health == "ok")' > rules.json; do sleep 0.5; done
        # What was looked at before the first scrape is looked at again.
        until ! curl -s localhost:9090/api/v1/alerts | grep -q AiSreDown; do sleep 0.5; done
        curl -s localhost:9090/api/v1/alerts | jq -r '.data.alerts[].labels.alertname'
        """;

    [Fact]
    public async Task All_rules_are_evaluated_and_none_is_about_to_fire_for_one_process_that_is_well()
    {
        await using var silo = await SiloProcess.StartAsync();
        using var newcomer = new Newcomer(ServerPrograms.Prometheus, "promtool").With(silo).At("localhost:9090", FreePort.Next())
            .At("localhost:9093", FreePort.Next()).With("REPO", SiloBuild.Root);
        var steps = await newcomer.PasteAsync([.. PageCommands.Of("docs/operations.md"), UntilEvaluated]);

        Assert.Contains("SUCCESS", steps[0], StringComparison.Ordinal);
        Assert.Equal("21", steps[0].Trim().Split('\n')[^1]);
        foreach (var missed in new[] { "AiSreDown", "AiSreTargetDown", "AiSreSilosBelowExpected" })
            Assert.DoesNotContain(missed, steps[^1], StringComparison.Ordinal);
    }
}
