using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using AiSre.Domain.Actions.Guard;
using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Dependencies;

namespace AiSre.Architecture.Tests;

/// <summary>Whoever wants something done to a cluster goes through the gate; nothing else can ask the guard for a permission or use one.</summary>
public sealed partial class OneWayToClustersTests
{
    private static readonly string[] Gate = ["ActionGateGrain", "ProviderCalls"];

    /// <summary>Where actions are asked for, by the namespaces of who does. Each of their ways is walked (EntryPointTests).</summary>
    private static readonly string[] Askers =
    [
        "Api.Actions", "Api.Autonomy", "Api.Runbooks", "Api.Workflows", "Console.Acting", "Console.Approvals", "Console.Autonomy",
        "Console.Workflows", "Grains.Actions", "Grains.Autonomy", "Grains.Workflows",
        // Tells of actions in a workspace that has no cluster.
        "Grains.Demo",
    ];

    private static readonly string[] Doors =
    [
        "IActions::AttemptAsync(", "IActions::AskAsync(", "IActionGateGrain::AttemptAsync(", "IApprovalGrain::AskAsync(",
        "IApprovalGrain::DecideAsync(", "IWorkflowRunsGrain::StartAsync(", "IWorkflowRunGrain::StartAsync(", "IWorkflowRunGrain::AnswerAsync(",
        "IAutonomyCycles::RunAsync(", "IAutonomyCycles::TickAsync(",
    ];

    [Fact]
    public void The_gate_itself_is_seen_to_ask_and_to_act()
    {
        var calls = House.Read("Grains").SelectMany(type => type.Dependencies.OfType<MethodCallDependency>()).ToList();
        Assert.Contains(calls, call => call.TargetMember.FullName.Contains("PermittedAction::Ask(", StringComparison.Ordinal));
        Assert.Contains(calls, call => call.TargetMember.FullName.Contains("IClusterGateway::ActAsync(", StringComparison.Ordinal));
    }

    [Fact]
    public void Only_the_gate_asks_for_a_permission() => Violations.None("Types that ask the guard for a permission",
        from call in Calls("PermittedAction::Ask(")
        where !Gate.Any(name => IsPartOf(call.Origin, name))
        select call.Origin.FullName);

    [Fact]
    public void Only_the_gate_has_a_cluster_act() => Violations.None("Types that have a cluster act",
        from call in Calls("IClusterGateway::ActAsync(")
        where !Gate.Any(name => IsPartOf(call.Origin, name))
        select call.Origin.FullName);

    /// <summary>A new feature that asks for actions is a new way to them, and new ways are walked.</summary>
    [Fact]
    public void Who_asks_for_actions_is_known() => Violations.None("Types that ask for actions, and whose ways nobody walks",
        from door in Doors
        from call in Calls(door)
        where !Askers.Any(name => call.Origin.Namespace.FullName == $"{House.Root}.{name}")
        select $"{call.Origin.FullName} calls {door}");

    [Fact]
    public void Every_door_is_used_by_somebody() =>
        Violations.None("Doors that nobody uses", Doors.Where(door => !Calls(door).Any()));

    /// <summary>Not by a constructor, a copy, a serializer or a stored state.</summary>
    [Fact]
    public void A_permission_is_made_by_asking_and_in_no_other_way()
    {
        var permission = typeof(PermittedAction);
        Assert.True(permission is { IsSealed: true, IsPublic: true });
        Assert.Empty(permission.GetConstructors());
        Assert.Null(permission.GetMethod("<Clone>$"));
        Assert.False(IsStored(permission));
        Assert.All(permission.GetProperties(), property => Assert.False(property.CanWrite));
        // Members that are marked for a serializer, surrogates, converters, and messages between grains.
        Violations.None("Types that carry a permission over a wire or keep it",
            from project in House.Projects
            from type in House.Assemblies[project].GetTypes()
            where type.GetMembers(All).OfType<PropertyInfo>().Any(member => IsPermission(member.PropertyType) && IsStored(type))
                || type.GetInterfaces().Any(known => known is { IsGenericType: true } && known.GetGenericArguments().Any(IsPermission))
                || (type.IsInterface && type.GetInterfaces().Any(known => known.Name is "IGrain")
                    && type.GetMethods().Any(method => method.GetParameters().Any(given => IsPermission(given.ParameterType))))
            select type.FullName);
        Assert.ThrowsAny<Exception>(() => JsonSerializer.Deserialize<PermittedAction>("{}"));
    }

    /// <summary>What constructors forbid, these ways around them would do.</summary>
    [Fact]
    public void Nothing_is_made_behind_the_back_of_its_constructor() => Violations.None("Ways around constructors",
        from file in House.SourceFiles("src")
        from Match found in AroundConstructors().Matches(File.ReadAllText(file))
        select $"{House.Relative(file)}: {found.Value}");

    private const BindingFlags All = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static IEnumerable<MethodCallDependency> Calls(string member) =>
        from project in House.Projects
        from type in House.Read(project)
        from call in type.Dependencies.OfType<MethodCallDependency>()
        where call.TargetMember.FullName.Contains($".{member}", StringComparison.Ordinal)
        select call;

    private static bool IsPermission(Type type) =>
        type == typeof(PermittedAction) || (type.IsGenericType && type.GetGenericArguments().Any(IsPermission));

    private static bool IsStored(Type type) => type.GetCustomAttributes().Any(attribute => attribute.GetType().Name is "GenerateSerializerAttribute");

    /// <summary>The compiler puts lambdas and what awaits into types of their own, inside of it.</summary>
    private static bool IsPartOf(IType type, string name) => type.FullName.Contains($".{name}", StringComparison.Ordinal);

    [GeneratedRegex(
        @"GetUninitializedObject|FormatterServices|UnsafeAccessor|Activator\.CreateInstance\([^)]*(true|NonPublic)|GetConstructors?\([^)]*NonPublic")]
    private static partial Regex AroundConstructors();
}
