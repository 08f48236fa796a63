using System.Reflection;
using System.Runtime.CompilerServices;
using ArchUnitNET.Domain.Dependencies;

namespace AiSre.Architecture.Tests;

/// <summary>A rule takes values and "now" and returns a value: it reads no clock, makes no id, awaits nothing and reaches nothing outside.</summary>
public sealed class DomainTests
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static
        | BindingFlags.DeclaredOnly;

    private static readonly string[] Clocks =
    [
        "System.TimeProvider", "System.Diagnostics.Stopwatch", "System.Threading.Timer", "System.Threading.PeriodicTimer",
        "NodaTime.SystemClock", "NodaTime.IClock",
    ];

    private static readonly string[] Chance = ["System.Random", "System.Security.Cryptography.RandomNumberGenerator"];
    private static readonly string[] Outside =
    [
        "System.Net.Http.", "System.Net.Sockets.", "System.Net.Dns", "System.Data.", "System.IO.File", "System.IO.Directory", "System.IO.Pipes.",
        "System.Console", "System.Environment", "System.Diagnostics.Process", "Microsoft.Extensions.Logging.",
        "Microsoft.Extensions.DependencyInjection.", "Orleans.Grain", "Orleans.IGrain", "Orleans.Runtime.",
    ];

    private static readonly string[] Awaiting =
        ["System.Threading.Tasks.", "System.Threading.Thread", "System.Threading.Channels.", "System.Collections.Generic.IAsyncEnumerable"];

    [Fact]
    public void Domain_reads_no_clock()
    {
        NotUsed("A clock", Clocks);
        NotCalled("The time of the machine", "System.DateTime::get_Now(", "System.DateTime::get_UtcNow(", "System.DateTime::get_Today(",
            "System.DateTimeOffset::get_Now(", "System.DateTimeOffset::get_UtcNow(", "System.Environment::get_TickCount");
    }

    [Fact]
    public void Domain_makes_no_id()
    {
        NotUsed("Chance", Chance);
        NotCalled("A new id", "System.Guid::NewGuid(", "System.Guid::CreateVersion7(");
    }

    [Fact]
    public void Domain_awaits_nothing()
    {
        NotUsed("Something to wait for", Awaiting);
        Violations.None("Methods that wait",
            from type in House.Written("Domain")
            from method in type.GetMethods(Own)
            where method.IsDefined(typeof(AsyncStateMachineAttribute), inherit: false)
            select $"{type}.{method.Name}");
    }

    [Fact]
    public void Domain_reaches_nothing_outside() => NotUsed("The outside", Outside);

    private static void NotUsed(string what, string[] names) => Violations.None(what,
        from type in House.Read("Domain")
        from target in House.UsedBy(type).Select(used => used.FullName)
        where names.Any(name => IsNamed(target, name))
        select $"{type.FullName} uses {target}");

    /// <summary>A name that ends with a dot means all that begins so; another means the type and those that are in it.</summary>
    private static bool IsNamed(string type, string name) =>
        type.StartsWith(name, StringComparison.Ordinal) && (name.EndsWith('.') || type.Length == name.Length || type[name.Length] is '+' or '`');

    private static void NotCalled(string what, params string[] members)
    {
        var calls = House.Read("Domain").SelectMany(type => type.Dependencies.OfType<MethodCallDependency>()).ToList();
        // Or nothing would be found whatever is called.
        Assert.Contains(calls, call => call.TargetMember.FullName.Contains("System.DateTimeOffset::", StringComparison.Ordinal));
        Violations.None(what,
            from call in calls
            where members.Any(member => call.TargetMember.FullName.Contains($" {member}", StringComparison.Ordinal))
            select $"{call.Origin.FullName} calls {call.TargetMember.FullName}");
    }
}
