using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using AiSre.Domain.Actions;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Actions;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Definitions.Yaml;
using AiSre.Domain.OnCall;
using AiSre.Domain.Slos;

namespace AiSre.Domain.Tests.Definitions;

/// <summary>What is shipped in <c>examples/config</c> answers as the API's reference does.</summary>
public sealed class ExampleTests
{
    private static readonly WorkspaceDefinitions Definitions = Texts.Right(Texts.Reader.ReadFiles(Files(), _ => null));

    [Fact]
    public void Dave_is_on_call_for_payments_in_the_third_week_of_2025()
    {
        var team = TeamRules.Of(Definitions, "payments")!;
        var duty = OnCallRules.At(Definitions, team, new(2025, 1, 15, 10, 30, 0, TimeSpan.Zero));
        Assert.Equal(("payments-team", "dave", 1, "eve"), (team.Name, duty.Person, duty.Layer!.Index, OnCallRules.ContactOf(team, duty)));
    }

    [Fact]
    public void Everything_that_no_other_team_has_is_the_platform_teams() =>
        Assert.Equal("platform-team", TeamRules.Of(Definitions, "checkout")!.Name);

    [Fact]
    public void Every_channel_can_be_used_without_a_variable() =>
        Assert.All(Definitions.Channels.Values, channel => Assert.True(channel.IsConfigured, channel.Name));

    [Fact]
    public void Pods_of_staging_have_a_policy_of_their_own()
    {
        var policies = ActionPolicies.Of(Definitions.Sections, "1");
        Assert.Equal("staging", policies.For(ActionName.RestartPod, "staging-2")!.Name);
        Assert.Equal("default", policies.For(ActionName.ScaleDeployment, "staging-2")!.Name);
    }

    [Fact]
    public void There_are_two_slos()
    {
        var slos = Definitions.Of(SloSection.Key);
        Assert.Equal(
            [("payments-api-availability", "payments-api", 0.9995, 99.95, 30), ("search-api-latency-p99", "search-api", 0.999, 99.9, 30)],
            slos.Select(slo => (slo.Name, slo.Service, slo.Target, slo.TargetPercent, slo.Window.Days)));
        Assert.Equal((SloIndicator.Latency, 200, "p99"), (slos[1].Indicator, slos[1].LatencyThresholdMs, slos[1].LatencyPercentile));
        Assert.Empty(SloWarningRules.Of(Definitions));
    }

    private static ImmutableArray<DefinitionDocument> Files([CallerFilePath] string here = "")
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "examples", "config"));
        return [.. Directory.GetFiles(root, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => new DefinitionDocument(Path.GetRelativePath(root, file), File.ReadAllText(file)))];
    }
}
