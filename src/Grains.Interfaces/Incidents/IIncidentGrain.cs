using AiSre.Domain.Alerts;
using AiSre.Domain.Deploys;
using AiSre.Domain.Escalation;
using AiSre.Domain.Incidents;

namespace AiSre.Grains.Incidents;

/// <summary>
/// One incident: its lifecycle and its clock. Every command is idempotent and answers the incident, or null when there is none. Key:
/// <see cref="GrainKeys.Incident"/>.
/// </summary>
[Alias("aisre.incident-grain")]
public interface IIncidentGrain : IGrainWithStringKey
{
    [Alias("get"), Idempotent]
    Task<Incident?> GetAsync();

    [Alias("acknowledge"), Idempotent]
    Task<Incident?> AcknowledgeAsync(string actor, string? note);

    /// <summary>Somebody has pressed in what the link of a message opened. A link does it once.</summary>
    /// <param name="person">Whom the message was for.</param>
    /// <param name="issuedAt">Tells the link from the person's others.</param>
    [Alias("acknowledge-by-link"), Idempotent]
    Task<Incident?> AcknowledgeByLinkAsync(string person, DateTimeOffset issuedAt);

    /// <summary>Gives it back: open again, and its escalation starts over.</summary>
    [Alias("unacknowledge"), Idempotent]
    Task<Incident?> UnacknowledgeAsync(string actor);

    /// <summary>A person says that it is over, whatever the alert says.</summary>
    [Alias("resolve"), Idempotent]
    Task<Incident?> ResolveAsync(string actor, string? resolution);

    [Alias("reopen"), Idempotent]
    Task<Incident?> ReopenAsync(string actor);

    [Alias("note"), Idempotent]
    Task<Incident?> AddNoteAsync(string text, string actor);

    [Alias("assign"), Idempotent]
    Task<Incident?> AssignAsync(string to, string actor);

    /// <param name="minutes">1 to 10,080 (a week).</param>
    /// <param name="actor">Who asked.</param>
    [Alias("snooze"), Idempotent]
    Task<Incident?> SnoozeAsync(int minutes, string actor);

    /// <summary>Gives one merged alert an incident of its own.</summary>
    /// <returns>The outcome's reason when it was refused.</returns>
    [Alias("unmerge")]
    Task<UnmergeOutcome> UnmergeAsync(string identity, string actor);

    /// <summary>Silences of its workspace were changed or ended: whether nobody is told of it is decided anew, from what they are now.</summary>
    [Alias("silences-changed"), Idempotent]
    Task SilencesChangedAsync();

    /// <summary>
    /// Its group's parent was acknowledged or resolved. An acknowledgement is the children's too; an end is that of those whose source never says so.
    /// </summary>
    [Alias("parent-changed"), Idempotent]
    Task ParentChangedAsync(string parentId, IncidentPhase phase, string actor);

    /// <summary>
    /// A signal of one of its alerts that is more than a repeat: an end, a beginning, a change, a person's act in the vendor's product.
    /// </summary>
    [Alias("signal")]
    Task<SignalOutcome> ApplyAsync(AlertSignal signal, AlertRef alert, SignalIntent intent);

    /// <summary>Somebody told of a deploy after the incident had opened. It takes note if it may come from it.</summary>
    [Alias("deployed"), Idempotent]
    Task<Incident?> DeployedAsync(Deploy deploy);

    /// <summary>What was done for it has not helped: those who have it are told, of each such thing once.</summary>
    [Alias("fix-failed"), Idempotent]
    Task<Incident?> FixFailedAsync(FixNotice notice);

    /// <summary>The platform thinks that it knows the cause: those who have it are told, of each cause once.</summary>
    [Alias("diagnosed"), Idempotent]
    Task<Incident?> DiagnosedAsync(DiagnosisNotice notice);

    /// <summary>What people did in the vendor's product to the page that this incident opened there. Its alerts have no part in it.</summary>
    [Alias("echo"), Idempotent]
    Task<SignalOutcome> EchoAsync(AlertSignal signal);
}

/// <summary>What an intake found out about a signal before it hands it to the incident.</summary>
public enum SignalIntent
{
    /// <summary>Do what <see cref="AlertSignal.Kind"/> says.</summary>
    AsSignalled = 0,

    /// <summary>A new identity of the same problem joins.</summary>
    Join = 1,

    /// <summary>A resolved alert fires again and the incident opens with it.</summary>
    Reopen = 2,

    /// <summary>A repeat that raises the severity or knows a field that was empty.</summary>
    Enrich = 3,

    /// <summary>A flapping alert changed its mind: only its row takes note.</summary>
    Hold = 4,
}

/// <summary>The alert row that a signal is about.</summary>
[GenerateSerializer, Immutable, Alias("aisre.alert-ref")]
public sealed record AlertRef
{
    /// <summary>The identity key.</summary>
    [Id(0)] public required string Identity { get; init; }

    /// <summary>Hash of the normalised content.</summary>
    [Id(1)] public required string ContentHash { get; init; }

    /// <summary>The part of the intake's key that names the service.</summary>
    [Id(2)] public required string Scope { get; init; }

    /// <summary>How it was matched, or why it opens again.</summary>
    [Id(3)] public string? Strategy { get; init; }

    /// <summary>Similarity, where that is how.</summary>
    [Id(4)] public double? Score { get; init; }

    /// <summary>The row's flapping state after this signal; null leaves it alone.</summary>
    [Id(5)] public FlappingState? Flapping { get; init; }

    /// <summary>Since when a resolve is held back, Unix milliseconds.</summary>
    [Id(6)] public long? HeldSince { get; init; }
}

/// <param name="Action">One of <see cref="Alerts.SignalActions"/>; null when the incident does not exist.</param>
/// <param name="Incident">The incident afterwards.</param>
[GenerateSerializer, Immutable, Alias("aisre.signal-outcome")]
public sealed record SignalOutcome([property: Id(0)] string? Action, [property: Id(1)] Incident? Incident);

/// <param name="Incident">The incident afterwards, null when it does not exist.</param>
/// <param name="NewIncidentId">The incident that the alert got, null when it was refused.</param>
[GenerateSerializer, Immutable, Alias("aisre.unmerge-outcome")]
public sealed record UnmergeOutcome([property: Id(0)] Incident? Incident, [property: Id(1)] string? NewIncidentId);
