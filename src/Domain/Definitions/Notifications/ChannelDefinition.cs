using System.Collections.Immutable;
using AiSre.Domain.Definitions.OnCall;

namespace AiSre.Domain.Definitions.Notifications;

/// <summary>A way to tell somebody, with what is needed to use it: each vendor has its own. Secrets in here never leave the silo.</summary>
public abstract record ChannelDefinition
{
    /// <summary>The address that is used where nobody names another.</summary>
    public const string DefaultAddress = "default";

    /// <summary>What routes and levels call it.</summary>
    public required string Name { get; init; }

    public abstract ChannelType Type { get; }

    /// <summary>Messages a second, on average, of one address; null: the type's default.</summary>
    public double? PerSecond { get; init; }

    /// <summary>How many may go at once; null: the type's default.</summary>
    public int? Burst { get; init; }

    /// <summary>Waiting messages from which on a digest stands in for them; 0: never; null: the type's default.</summary>
    public int? DigestAfter { get; init; }

    /// <summary>The channel that a critical or high message tries once when it cannot be delivered here.</summary>
    public string? Fallback { get; init; }

    /// <summary>Set by the operator's files, which may name any address; a workspace's own may not name inner ones.</summary>
    public bool IsTrusted { get; init; }

    /// <summary>Needed settings that are not there, such as an environment variable: it cannot be used, and messages go to the log.</summary>
    public ImmutableArray<string> Missing { get; init; } = [];

    public bool IsConfigured => Missing.IsEmpty;

    /// <summary>It can change the incidents that its own product opened, and so hears of their end without having been told of them.</summary>
    public virtual bool ChangesItsSource => false;

    /// <summary>Whether there is such an address, <see cref="DefaultAddress"/> included.</summary>
    public abstract bool Has(string address);

    /// <summary>What is wrong with the address that a team says is its own; null: nothing.</summary>
    public abstract string? ProblemWith(string address);

    /// <summary>How it reaches a person.</summary>
    public abstract PersonAddress AddressOf(Person person);

    /// <summary>For channels whose addresses have names in the definition. While the default's variable is not set the names are not known.</summary>
    protected string? NoneOf(IEnumerable<string> names, string address) => !IsConfigured || names.Contains(address, StringComparer.OrdinalIgnoreCase)
        ? null
        : $"The channel '{Name}' has no address '{Spelling.Shown(address)}'; {Spelling.Allowed(address, names.Order(StringComparer.Ordinal))}";
}
