using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Dependencies;

namespace AiSre.Architecture.Tests;

/// <summary>Whoever wants something done to a cluster goes through the gate; nothing else can ask the guard for a permission or use one.</summary>
public sealed class OneWayToClustersTests
{
    private static readonly string[] Gate = ["ActionGateGrain", "ProviderCalls"];

    [Fact]
    public void The_gate_itself_is_seen_to_ask_and_to_act()
    {
        var calls = House.Read("Grains").SelectMany(type => type.Dependencies.OfType<MethodCallDependency>()).ToList();
        Assert.Contains(calls, call => call.TargetMember.FullName.Contains("PermittedAction::Ask(", StringComparison.Ordinal));
        Assert.Contains(calls, call => call.TargetMember.FullName.Contains("IClusterGateway::ActAsync(", StringComparison.Ordinal));
    }

    [Fact]
    public void Only_the_gate_asks_for_a_permission() => Violations.None("Types that ask the guard for a permission",
        from project in House.Projects
        from type in House.Read(project)
        from call in type.Dependencies.OfType<MethodCallDependency>()
        where call.TargetMember.FullName.Contains("PermittedAction::Ask(", StringComparison.Ordinal) && !Gate.Any(name => IsPartOf(type, name))
        select type.FullName);

    [Fact]
    public void Only_the_gate_has_a_cluster_act() => Violations.None("Types that have a cluster act",
        from project in House.Projects
        from type in House.Read(project)
        from call in type.Dependencies.OfType<MethodCallDependency>()
        where call.TargetMember.FullName.Contains("IClusterGateway::ActAsync(", StringComparison.Ordinal) && !Gate.Any(name => IsPartOf(type, name))
        select type.FullName);

    /// <summary>The compiler puts lambdas and what awaits into types of their own, inside of it.</summary>
    private static bool IsPartOf(IType type, string name) => type.FullName.Contains($".{name}", StringComparison.Ordinal);
}
