using System.Collections.Immutable;
using AiSre.Console.Requests;

namespace AiSre.Console.Frame;

/// <summary>The lines of the navigation. A capability adds its own here.</summary>
internal static class NavigationGroups
{
    public static readonly ImmutableArray<NavigationGroup> All =
    [
        new("Work",
        [
            new("incidents", "Incidents", "inbox"),
            new("approvals", "Approvals", "hand"),
            new("oncall", "On-call", "calendar-clock"),
            new("silences", "Silences", "bell-off"),
            new("workflows", "Workflows", "list-checks"),
            new("policies", "Policies", "shield-check"),
            new("autonomy", "Autonomy", "gauge"),
        ]),
        new("Learn",
        [
            new("slos", "SLOs", "gauge"),
            new("services", "Services", "package"),
            new("alert-quality", "Alert quality", "bell"),
            new("reports", "Reports", "file-text"),
            new("ask", "Ask", "message-square"),
        ]),
        new("Set up",
        [
            new("definitions", "Definitions", "file-text"),
            new("connect", "Connect", "plug"),
            new("heartbeats", "Heartbeats", "heart-pulse"),
            new("notifications", "Notifications", "send"),
            new("dead-letters", "Dead letters", "mail-x"),
            new("workspace", "Workspace", "layers") { About = "" },
            new("keys", "Keys", "key-round") { About = "/keys", ForAdmins = true },
            new("system", "System", "server"),
            new("audit", "Audit", "file-text") { ForAdmins = true },
        ]),
    ];
}

internal sealed record NavigationGroup(string Name, ImmutableArray<NavigationLine> Lines);

/// <param name="Key">Also its path, unless it is about the workspace itself.</param>
/// <param name="Text">What is read.</param>
/// <param name="Icon">Of the sprite.</param>
internal sealed record NavigationLine(string Key, string Text, string Icon)
{
    /// <summary>Of a page about the workspace itself: its path below the workspace's own page.</summary>
    public string? About { get; init; }

    /// <summary>Others could not open it.</summary>
    public bool ForAdmins { get; init; }

    public string Address(ConsoleContext context) => About is null ? context.Link("/" + Key) : context.About(About);
}
