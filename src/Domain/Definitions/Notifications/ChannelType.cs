using System.Collections.Immutable;
using AiSre.Domain.Definitions.OnCall;

namespace AiSre.Domain.Definitions.Notifications;

/// <summary>
/// A vendor's kind of channel describes itself: what its definition has, and what the rules need to know of it. The rules ask, and know no vendor.
/// </summary>
public abstract class ChannelType
{
    /// <summary>Waiting messages from which on people would rather have one that says it all.</summary>
    protected const int UsualDigestAfter = 20;

    /// <summary>What definitions write as <c>type</c>, such as <c>slack</c>.</summary>
    public abstract string Name { get; }

    public abstract ChannelKind Kind { get; }

    /// <summary>What its definition may have beside <see cref="ChannelFields.Common"/>.</summary>
    public abstract ImmutableArray<ChannelKey> Keys { get; }

    /// <summary>How fast one address may be sent to. A channel's own settings go first.</summary>
    public abstract RateLimit Rate { get; }

    /// <summary>What is not critical keeps to this as well.</summary>
    public virtual RateLimit NonCriticalRate => RateLimit.None;

    /// <summary>Waiting messages from which on a digest stands in for them; 0: never. A channel's own setting goes first.</summary>
    public abstract int DigestAfter { get; }

    /// <summary>What a user's definition says so that this channel can address them; null: it does not address people.</summary>
    public abstract PersonKey? Person { get; }

    /// <summary>The alert source that is the same product: what it tells us it is not told again. Null: it sends no alerts.</summary>
    public abstract string? Source { get; }

    /// <summary>Reads its own keys. What all channels have is added to it.</summary>
    public abstract ChannelDefinition Read(string name, ChannelFields fields);
}
