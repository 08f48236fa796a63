using System.Collections.Immutable;
using AiSre.Domain.Alerts;

namespace AiSre.Domain.Definitions.Notifications;

/// <summary>Which channels hear of an incident (semantics 4.1).</summary>
public sealed record NotificationRoutes
{
    public static NotificationRoutes None { get; } = new();

    public ImmutableDictionary<Severity, ImmutableArray<string>> DefaultRules { get; init; } = ImmutableDictionary<Severity, ImmutableArray<string>>.Empty;

    /// <summary>By service, exact or glob; replaces the list of the severities that it names.</summary>
    public ImmutableDictionary<string, ImmutableDictionary<Severity, ImmutableArray<string>>> ServiceOverrides { get; init; } =
        ImmutableDictionary<string, ImmutableDictionary<Severity, ImmutableArray<string>>>.Empty.WithComparers(StringComparer.OrdinalIgnoreCase);
}
