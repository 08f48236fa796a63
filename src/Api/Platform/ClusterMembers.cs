namespace AiSre.Api.Platform;

/// <summary>What the cluster's table says about the recent past.</summary>
internal static class ClusterMembers
{
    /// <summary>A silo that left longer ago is not missed: somebody wanted fewer.</summary>
    private static readonly TimeSpan Lately = TimeSpan.FromMinutes(5);

    public static IEnumerable<MembershipEntry> Recent(IEnumerable<MembershipEntry> members, DateTimeOffset now) =>
        members.Where(member => member.Status is not SiloStatus.Dead || member.IAmAliveTime >= (now - Lately).UtcDateTime);

    /// <summary>
    /// Whether as many silos are active as lately were at the same time. A silo that was restarted counts once: its lives do not overlap.
    /// </summary>
    public static bool IsWhole(IReadOnlyCollection<MembershipEntry> members, DateTimeOffset now)
    {
        var active = members.Count(member => member.Status is SiloStatus.Active);
        var lives = Recent(members, now)
            .Where(member => member.Status is SiloStatus.Active or SiloStatus.ShuttingDown or SiloStatus.Stopping or SiloStatus.Dead).ToList();
        // The most that lived at once did so at the start of one of them.
        return lives.All(one => lives.Count(other => other.StartTime <= one.StartTime && one.StartTime <= End(other)) <= active);

        DateTime End(MembershipEntry member) => member.Status is SiloStatus.Dead ? member.IAmAliveTime : now.UtcDateTime;
    }
}
