using System.Net;
using AiSre.Api.Platform;

namespace AiSre.Api.Tests.Platform;

/// <summary>When <c>/health</c> misses a silo.</summary>
public sealed class ClusterMembersTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private int port = 11_000;

    [Fact]
    public void A_cluster_that_nobody_left_is_whole() => Assert.True(ClusterMembers.IsWhole([Active(60), Active(60), Active(1)], Now));

    [Fact]
    public void A_silo_that_died_a_minute_ago_is_missed() => Assert.False(ClusterMembers.IsWhole([Active(60), Dead(60, 1)], Now));

    [Fact]
    public void A_silo_that_leaves_is_missed_while_it_leaves() =>
        Assert.False(ClusterMembers.IsWhole([Active(60), Member(SiloStatus.ShuttingDown, 60, 0)], Now));

    [Fact]
    public void One_that_came_back_is_not_missed() => Assert.True(ClusterMembers.IsWhole([Active(60), Dead(60, 3), Active(2)], Now));

    [Fact]
    public void One_that_restarts_again_and_again_counts_once() =>
        Assert.True(ClusterMembers.IsWhole([Active(60), Dead(60, 4), Dead(3.5, 3), Dead(2.5, 2), Active(1)], Now));

    [Fact]
    public void Of_two_that_died_one_that_came_back_is_not_enough() =>
        Assert.False(ClusterMembers.IsWhole([Active(60), Dead(60, 3), Dead(60, 2), Active(1)], Now));

    [Fact]
    public void A_silo_that_left_longer_ago_is_not_missed() => Assert.True(ClusterMembers.IsWhole([Active(60), Dead(60, 6)], Now));

    [Fact]
    public void One_that_died_while_it_joined_is_not_missed() =>
        Assert.True(ClusterMembers.IsWhole([Active(60), Member(SiloStatus.Joining, 0.1, 0)], Now));

    private MembershipEntry Active(double startedMinutesAgo) => Member(SiloStatus.Active, startedMinutesAgo, 0);

    private MembershipEntry Dead(double startedMinutesAgo, double lastSeenMinutesAgo) =>
        Member(SiloStatus.Dead, startedMinutesAgo, lastSeenMinutesAgo);

    private MembershipEntry Member(SiloStatus status, double startedMinutesAgo, double lastSeenMinutesAgo) => new()
    {
        SiloAddress = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, port++), 1),
        Status = status,
        StartTime = Now.AddMinutes(-startedMinutesAgo).UtcDateTime,
        IAmAliveTime = Now.AddMinutes(-lastSeenMinutesAgo).UtcDateTime,
    };
}
