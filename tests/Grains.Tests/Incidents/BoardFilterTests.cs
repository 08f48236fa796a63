using System.Collections.Immutable;
using System.Reflection;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Incidents;

namespace AiSre.Grains.Tests.Incidents;

public sealed class BoardFilterTests
{
    /// <summary>What only the layout looks at.</summary>
    private static readonly string[] Laid =
    [
        nameof(BoardFilter.Severities), nameof(BoardFilter.Teams), nameof(BoardFilter.Services), nameof(BoardFilter.Namespaces),
        nameof(BoardFilter.Sources),
    ];

    public static TheoryData<string> Members =>
        [.. typeof(BoardFilter).GetProperties().Where(member => member.IsDefined(typeof(IdAttribute))).Select(member => member.Name)];

    [Theory, MemberData(nameof(Members))]
    public void Filters_that_differ_in_anything_do_not_share_what_was_found_or_how_it_is_laid_out(string name)
    {
        var (one, other) = (new BoardFilter { Workspace = "ws" }, new BoardFilter { Workspace = "ws" });
        Assert.Equal(one.Key(), other.Key());
        var member = typeof(BoardFilter).GetProperty(name)!;
        member.SetValue(other, Another(member));
        Assert.NotEqual(one.Key(), other.Key());
        Assert.Equal(Laid.Contains(name), one.Scanned().Key() == other.Scanned().Key());
    }

    [Fact]
    public void Nobody_and_anybody_are_not_the_same()
    {
        var anybody = new BoardFilter { Workspace = "ws" };
        Assert.NotEqual(anybody.Scanned().Key(), (anybody with { Owner = BoardFilter.None }).Scanned().Key());
        Assert.NotEqual((anybody with { Teams = [BoardFilter.None] }).Key(), anybody.Key());
        Assert.NotEqual((anybody with { Teams = ["a", "b"] }).Key(), (anybody with { Teams = ["a,b"] }).Key());
    }

    private static object Another(PropertyInfo member) => (Nullable.GetUnderlyingType(member.PropertyType) ?? member.PropertyType) switch
    {
        var type when type == typeof(string) => "another",
        var type when type == typeof(bool) => true,
        var type when type == typeof(DateTimeOffset) => DateTimeOffset.UnixEpoch,
        var type when type == typeof(ImmutableArray<string>) => ImmutableArray.Create("another"),
        var type when type == typeof(ImmutableArray<Severity>) => ImmutableArray.Create(Severity.High),
        var type when type == typeof(ImmutableArray<IncidentPhase>) => ImmutableArray.Create(IncidentPhase.Resolved),
        var type => throw new NotSupportedException($"Say here what another {type.Name} is."),
    };
}
