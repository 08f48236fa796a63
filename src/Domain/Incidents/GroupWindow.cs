using AiSre.Domain.Alerts;

namespace AiSre.Domain.Incidents;

/// <summary>How long, and for how many, a group stays open to new members (docs/rules/incidents.md).</summary>
public static class GroupWindow
{
    /// <summary>
    /// True if the incident may be, or stay, a parent of <paramref name="joining"/> more. The window and the life include their last instant.
    /// </summary>
    public static bool AcceptsAt(this GroupMember parent, DateTimeOffset now, DedupOptions options, int joining = 1) =>
        now <= parent.WindowEnd(options) && parent.HasRoomAt(now, options, joining);

    /// <summary>As <see cref="AcceptsAt"/>, but whatever the rolling window says: not a child, life not over, children left.</summary>
    public static bool HasRoomAt(this GroupMember parent, DateTimeOffset now, DedupOptions options, int joining = 1) =>
        !parent.IsChild && now <= parent.LifeEnd(options) && parent.ChildCount + joining <= options.GroupMaxChildren;

    /// <summary>Last activity and the window, or later where a late join has moved it; never past the group's life.</summary>
    public static DateTimeOffset WindowEnd(this GroupMember parent, DedupOptions options)
    {
        var end = parent.LastActivity() + options.GroupWindow;
        if (parent.ExtendedUntil > end) end = parent.ExtendedUntil.Value;
        return end < parent.LifeEnd(options) ? end : parent.LifeEnd(options);
    }

    /// <summary>
    /// The parent after <paramref name="child"/> joined: the window starts anew, half a window longer if it was more than half over.
    /// </summary>
    /// <param name="parent">The parent, which accepted the child.</param>
    /// <param name="child">Brings its own children along, because a child has none.</param>
    /// <param name="now">When it joined.</param>
    /// <param name="options">The workspace's settings.</param>
    public static GroupMember Joined(this GroupMember parent, GroupMember child, DateTimeOffset now, DedupOptions options)
    {
        var (start, end) = (parent.LastActivity(), parent.WindowEnd(options));
        var late = now - start >= (end - start) / 2;
        var rolled = now + options.GroupWindow + (late ? options.GroupWindow / 2 : TimeSpan.Zero);
        return parent with
        {
            ChildCount = parent.ChildCount + 1 + child.ChildCount,
            Severity = child.Severity > parent.Severity ? child.Severity : parent.Severity,
            GroupStartedAt = Earlier(parent.Start(), child.Start()),
            LastGroupActivity = now,
            ExtendedUntil = rolled > end ? rolled : end,
        };
    }

    /// <summary>What the incident is once it belongs to a parent: a child, without children or a window of its own.</summary>
    public static GroupMember AsChild(this GroupMember member) =>
        member with { IsChild = true, ChildCount = 0, GroupStartedAt = null, LastGroupActivity = null, ExtendedUntil = null };

    private static DateTimeOffset Start(this GroupMember member) => member.GroupStartedAt ?? member.CreatedAt;

    private static DateTimeOffset LastActivity(this GroupMember member) => member.LastGroupActivity ?? member.CreatedAt;

    private static DateTimeOffset LifeEnd(this GroupMember member, DedupOptions options) => member.Start() + options.GroupLife;

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
