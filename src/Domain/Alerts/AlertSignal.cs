using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace AiSre.Domain.Alerts;

/// <summary>One alert of one delivery, in the platform's own words. Made by the source's normaliser, never changed afterwards.</summary>
[GenerateSerializer, Immutable, Alias("aisre.alert-signal")]
public sealed record AlertSignal
{
    /// <summary>The adapter that read it, one of <see cref="AlertSource.All"/>.</summary>
    [Id(0)] public required string Source { get; init; }

    /// <summary>
    /// What the incident shows as its source: the generic body's <c>source</c> field, else <see cref="Source"/>. At most 64 characters.
    /// </summary>
    [Id(1)] public required string ReportedSource { get; init; }

    [Id(2)] public required SignalKind Kind { get; init; }

    /// <summary>The vendor's id of this alert, stable from trigger to close; null when the vendor gives none.</summary>
    [Id(3)] public string? Identity { get; init; }

    /// <summary>
    /// A second id under which later events of the same alert may arrive (New Relic's issue UUID, an Opsgenie alias, a Datadog monitor and scope).
    /// </summary>
    [Id(4)] public string? AlternateIdentity { get; init; }

    /// <summary>
    /// Which installation of the vendor sent it (external URL, organisation, account): equal ids of two installations are two alerts.
    /// </summary>
    [Id(5)] public string? Account { get; init; }

    /// <summary>At most 500 characters; empty only for signals that never open an incident.</summary>
    [Id(6)] public string Title { get; init; } = "";

    /// <summary>At most 8 KB of text.</summary>
    [Id(7)] public string Description { get; init; } = "";

    /// <summary>Null when the sender did not say: a new incident gets <see cref="SeverityMap.Default"/>, a known one keeps what it has.</summary>
    [Id(8)] public Severity? Severity { get; init; }

    /// <summary>When the problem began, by the sender's clock.</summary>
    [Id(9)] public DateTimeOffset? StartsAt { get; init; }

    /// <summary>
    /// When this event happened by the sender's clock: the end for <see cref="SignalKind.Resolved"/>, the event's time for the others.
    /// </summary>
    [Id(10)] public DateTimeOffset? OccurredAt { get; init; }

    [Id(11)] public AlertSubject Subject { get; init; } = AlertSubject.None;

    /// <summary>At most 64 labels of at most 256 characters, sorted by name; read one with <see cref="AlertLabels.Find"/>.</summary>
    [Id(12)] public ImmutableArray<AlertLabel> Labels { get; init; } = [];

    [Id(13)] public ImmutableArray<AlertLink> Links { get; init; } = [];

    /// <summary>The sender's own group (Alertmanager's groupKey); null when it names no labels and so groups everything.</summary>
    [Id(14)] public string? GroupKey { get; init; }

    /// <summary>Who did it in the vendor's product, for acknowledgements, notes and changes.</summary>
    [Id(15)] public string? Actor { get; init; }

    /// <summary>Free text of a note, or a sentence about the change.</summary>
    [Id(16)] public string? Note { get; init; }

    /// <summary>The vendor's own word for the event (<c>incident.triggered</c>, <c>Create</c>, <c>Warn Recovered</c>).</summary>
    [Id(17)] public string? EventType { get; init; }

    /// <summary>What was lost on the way in: a truncated title, alerts that the sender left out. Each a sentence.</summary>
    [Id(18)] public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>The fingerprint as the sender wrote it, echoed in the answer's <c>results</c>.</summary>
    [Id(19)] public string? Fingerprint { get; init; }

    /// <summary>Set when it did not go straight into the ledger, because that was away.</summary>
    [Id(20)] public SpooledAlert? Spooled { get; init; }

    /// <summary>Set when no reader knows such a body: the best text found is its title.</summary>
    [Id(21)] public bool Unrecognised { get; init; }

    /// <summary>The sender's word for the state, when nobody knows it. It ends nothing and is told on the incident.</summary>
    [Id(22)] public string? UnknownState { get; init; }

    /// <summary>
    /// The identity names one alert for its whole life, although not every body of this source has such a one: the sender chose it for that
    /// (<c>dedup_key</c>), or it names a monitor and what it watches.
    /// </summary>
    [Id(30)] public bool IdentityIsSure { get; init; }

    /// <summary>What it was read from, for those who keep it. Set by <see cref="RawBody.Lend"/>; not stored with the signal.</summary>
    [Id(40), JsonIgnore] public RawAlert Raw { get; set; }
}

/// <summary>How an alert came through the spool.</summary>
/// <param name="Mark">Its name there, unique for ever: becomes durable with the alert, so that a second attempt changes nothing.</param>
/// <param name="At">When it was received.</param>
/// <param name="Doubt">The ledger's transaction that may have stored it before the connection broke; null when none can have.</param>
[GenerateSerializer, Immutable, Alias("aisre.spooled-alert")]
public sealed record SpooledAlert([property: Id(0)] string Mark, [property: Id(1)] DateTimeOffset At, [property: Id(2)] string? Doubt);
