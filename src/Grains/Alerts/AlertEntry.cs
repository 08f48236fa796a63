using AiSre.Domain.Alerts;
using AiSre.Domain.Alerts.Recognition;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Alerts;

/// <summary>
/// What an intake remembers of one alert. Only a copy: the row decides, by its version, and every entry may be forgotten at any time.
/// </summary>
internal sealed class AlertEntry(AlertRow row, RepeatTally tally = default)
{
    private string? shape;
    private TaskCompletionSource? busy;

    public AlertRow Row { get; } = row;

    /// <summary>Unix milliseconds; ahead of the row's by what is being written.</summary>
    public long LastSeen { get; private set; } = row.LastSeen;

    /// <summary>Set while the alert is being born or changed: the next signal waits for that and is then decided anew.</summary>
    public TaskCompletionSource? Busy
    {
        get => Volatile.Read(ref busy);
        set
        {
            // Whoever counts a repeat at this moment, past the intake, is to have done so.
            lock (this) busy = value;
        }
    }

    /// <summary>The repeat that is waiting for the writer, to fold into.</summary>
    public AlertRepeat? Repeat { get; private set; }

    public RepeatTally Tally { get; private set; } = tally;

    public string? GroupId { get; set; }

    /// <summary>What the incident knows of its subject; null after a restart, until the first repeat has asked.</summary>
    public AlertSubject? Subject { get; init; }

    public bool Described { get; init; }

    /// <summary>Features of the title, for alerts whose titles may be compared.</summary>
    public TitleFeatures? Features { get; init; }

    /// <summary>Signals that carry no identity may be about it, by their content.</summary>
    public bool IsFoundByContent { get; } = !SourceIdentity.IsGuaranteed(row.Source);

    /// <summary>The place that the sender has named, where its row leaves that out; null: not asked yet.</summary>
    public ulong? ToldPlace { get; set; }

    /// <summary>For the rules of repeats.</summary>
    public KnownAlert Known =>
        new(Row.Status is AlertStatus.Firing, Row.HeldSince is not null, Row.Severity, Subject, Described, Row.LastEventAt);

    /// <summary>Alerts of one shape are worth comparing word by word: similarity demands equal digits and an equal failure pattern.</summary>
    public string Shape => shape ??= Features is null ? "" : ShapeOf(Features);

    public static string ShapeOf(TitleFeatures features) => $"{features.Pattern} {string.Join(' ', features.DigitTokens)}";

    /// <summary>The ledger has taken a repeat.</summary>
    public void Counted(AlertRepeat repeat, long at, RepeatTally tally)
    {
        Repeat = repeat;
        LastSeen = Math.Max(LastSeen, at);
        Tally = tally;
    }

    /// <summary>For the rules that compare texts; the service is the intake's own.</summary>
    public OpenAlert ToOpen(string? service) => new(
        Row.Identity, Row.Alternate, Row.IncidentId, Row.ContentHash, Row.Severity, service, Row.Namespace, Features,
        DateTimeOffset.FromUnixTimeMilliseconds(Row.FirstSeen), DateTimeOffset.FromUnixTimeMilliseconds(LastSeen))
    {
        Workload = Subject is null ? null : Workload.Of(Subject),
    };
}
