using AiSre.Domain.Notifications;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Notifications;

/// <summary>
/// What is stored of a destination, with the outcome of the attempts that led to it: a restart must not start anew on a vendor that has just asked
/// for a pause.
/// </summary>
public sealed record DestinationState
{
    /// <summary>Attempts in a row that failed.</summary>
    public int Failures { get; init; }

    /// <summary>Nothing is sent before this; null: the circuit is closed.</summary>
    public DateTimeOffset? OpenUntil { get; init; }

    /// <summary>The vendor wants to be left alone until then.</summary>
    public DateTimeOffset? PausedUntil { get; init; }

    /// <summary>It was a storm lately: no digest before this.</summary>
    public DateTimeOffset? NextDigestAt { get; init; }

    public string? LastError { get; init; }

    public DateTimeOffset? LastErrorAt { get; init; }

    public static DestinationState Of(SendingState sending) => new()
    {
        Failures = sending.Circuit.Failures,
        OpenUntil = sending.Circuit.OpenUntil,
        PausedUntil = sending.PausedUntil,
        NextDigestAt = sending.NextDigestAt,
        LastError = sending.LastError,
        LastErrorAt = sending.LastErrorAt,
    };

    /// <summary>The limits start full: at most a few messages more than they allow.</summary>
    public SendingState Sending() => SendingState.New with
    {
        Circuit = new(Failures, OpenUntil),
        PausedUntil = PausedUntil,
        NextDigestAt = NextDigestAt,
        LastError = LastError,
        LastErrorAt = LastErrorAt,
    };

    public Attachment AttachmentOf(AlarmTarget destination) => new(destination.Kind, destination.Id, DocumentText.Write(this));
}
