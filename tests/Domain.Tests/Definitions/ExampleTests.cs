using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using AiSre.Domain.Actions;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Actions;
using AiSre.Domain.Definitions.Yaml;
using AiSre.Domain.OnCall;

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

    private static ImmutableArray<DefinitionDocument> Files([CallerFilePath] string here = "")
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "examples", "config"));
        return [.. Directory.GetFiles(root, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => new DefinitionDocument(Path.GetRelativePath(root, file), File.ReadAllText(file)))];
    }
}
