using System.Collections.Immutable;
using AiSre.Domain.Alerts;

namespace AiSre.Grains.Alerts;

/// <param name="Refusal">Why not everything was acknowledged; <see cref="IntakeRefusal.None"/> means that every result is durable.</param>
/// <param name="Results">One for each signal. With a refusal either none, or those that are not durable say
/// <see cref="SignalActions.Refused"/>.</param>
[GenerateSerializer, Immutable, Alias("aisre.intake-answer")]
public sealed record IntakeAnswer([property: Id(0)] IntakeRefusal Refusal, [property: Id(1)] ImmutableArray<SignalResult> Results)
{
    public static readonly IntakeAnswer Full = new(IntakeRefusal.Full, []);
    public static readonly IntakeAnswer Unavailable = new(IntakeRefusal.Unavailable, []);
    public static readonly IntakeAnswer Behind = new(IntakeRefusal.Behind, []);
}

/// <summary>Why an intake took nothing.</summary>
public enum IntakeRefusal
{
    None = 0,

    /// <summary>The ledger's queue is full: 429, try again in a moment.</summary>
    Full = 1,

    /// <summary>
    /// The ledger cannot commit: what is refused goes into the spool. What was in the failed batch may be stored all the same; its results say so.
    /// </summary>
    Unavailable = 2,

    /// <summary>Earlier alerts wait in the spool: this one must queue behind them.</summary>
    Behind = 3,
}

/// <summary>What became of one signal.</summary>
[GenerateSerializer, Immutable, Alias("aisre.signal-result")]
public sealed record SignalResult
{
    /// <summary>As the sender wrote it, else the identity.</summary>
    [Id(0)] public string? Fingerprint { get; init; }

    /// <summary>Null when the signal belongs to no incident (an unknown resolve, an ignored event).</summary>
    [Id(1)] public string? IncidentId { get; init; }

    [Id(2)] public bool Deduplicated { get; init; }

    /// <summary><c>source_identity</c>, <c>content_hash</c>, <c>title_similarity</c>, or null for a new incident.</summary>
    [Id(3)] public string? Strategy { get; init; }

    [Id(4)] public string? GroupId { get; init; }

    /// <summary>One of <see cref="SignalActions"/>.</summary>
    [Id(5)] public required string Action { get; init; }

    /// <summary>With <see cref="SignalActions.Refused"/>: the ledger's transaction that may have stored it all the same.</summary>
    [Id(6)] public string? Doubt { get; init; }

    /// <summary>Not durable.</summary>
    public static SignalResult Refused(AlertSignal signal, string? doubt) =>
        new() { Fingerprint = signal.Fingerprint ?? signal.Identity, Action = SignalActions.Refused, Doubt = doubt };
}

/// <summary>The words of <see cref="SignalResult.Action"/>.</summary>
public static class SignalActions
{
    public const string Created = "created";
    public const string Deduplicated = "deduplicated";
    public const string Resolved = "resolved";
    public const string Reopened = "reopened";
    public const string Acknowledged = "acknowledged";
    public const string Unacknowledged = "unacknowledged";
    public const string Noted = "noted";
    public const string Updated = "updated";
    public const string Unchanged = "unchanged";
    public const string Suppressed = "suppressed_after_manual_resolve";
    public const string HeldOpen = "held_open_flapping";
    public const string Ignored = "ignored";
    public const string IgnoredUnknownResolve = "ignored_unknown_resolve";
    public const string IgnoredUnknown = "ignored_unknown_alert";
    public const string IgnoredStale = "ignored_stale_event";

    /// <summary>A beginning that arrived after its end.</summary>
    public const string IgnoredEnded = "ignored_already_resolved";

    /// <summary>Accepted and durable, but not in the ledger yet: it waits in the spool.</summary>
    public const string Queued = "queued";

    /// <summary>Not stored anywhere. Never in an answer to a sender.</summary>
    public const string Refused = "refused";
}
