using AiSre.Domain.Definitions;
using AiSre.Domain.OnCall;

namespace AiSre.Domain.Notifications;

/// <summary>What the rules of telling need to know beside the incident.</summary>
public sealed record TellContext
{
    public required WorkspaceDefinitions Definitions { get; init; }
    public required DateTimeOffset Now { get; init; }
    public required WhoIsOnCall Duty { get; init; }

    /// <summary>Base of links, without a slash at its end; null: no links.</summary>
    public string? PublicUrl { get; init; }

    /// <summary>The source whose signal caused it: its own product is not told what it has told us.</summary>
    public string? From { get; init; }

    /// <summary>Other incidents of the group.</summary>
    public int Others { get; init; }
}
