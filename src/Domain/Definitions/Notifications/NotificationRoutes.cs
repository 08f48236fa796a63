using System.Collections.Immutable;
using AiSre.Domain.Alerts;

namespace AiSre.Domain.Definitions.Notifications;

/// <summary>Which channels hear of an incident (docs/rules/notifications.md).</summary>
public sealed record NotificationRoutes
{
    public static NotificationRoutes None { get; } = new();

    /// <summary>What counts where nobody has written any. A channel that it names and that is not there is the log.</summary>
    public static ImmutableDictionary<Severity, ImmutableArray<string>> UsualRules { get; } = ImmutableDictionary.CreateRange(
    [
        KeyValuePair.Create<Severity, ImmutableArray<string>>(Severity.Critical, ["slack", "pagerduty", "email"]),
        KeyValuePair.Create<Severity, ImmutableArray<string>>(Severity.High, ["slack", "email"]),
        KeyValuePair.Create<Severity, ImmutableArray<string>>(Severity.Warning, ["slack"]),
        KeyValuePair.Create<Severity, ImmutableArray<string>>(Severity.Info, [LogChannel.ChannelName]),
    ]);

    /// <summary>As they are written; empty when nobody has.</summary>
    public ImmutableDictionary<Severity, ImmutableArray<string>> DefaultRules { get; init; } =
        ImmutableDictionary<Severity, ImmutableArray<string>>.Empty;

    /// <summary>As they count.</summary>
    public ImmutableDictionary<Severity, ImmutableArray<string>> RulesInForce => DefaultRules.IsEmpty ? UsualRules : DefaultRules;

    /// <summary>By service, exact or glob; replaces the list of the severities that it names.</summary>
    public ImmutableDictionary<string, ImmutableDictionary<Severity, ImmutableArray<string>>> ServiceOverrides { get; init; } =
        ImmutableDictionary<string, ImmutableDictionary<Severity, ImmutableArray<string>>>.Empty.WithComparers(StringComparer.OrdinalIgnoreCase);

    public bool IsEmpty => DefaultRules.IsEmpty && ServiceOverrides.IsEmpty;
}
