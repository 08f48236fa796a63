using AiSre.Domain.Incidents;

namespace AiSre.Grains.Notifications;

/// <summary>
/// Opens what the signed link of a message leads to. The key that signs is on silos only, so the check is here too. A stateless worker. Key: 0.
/// </summary>
[Alias("aisre.signed-links")]
public interface ISignedLinks : IGrainWithIntegerKey
{
    /// <summary>Only looks, whatever opens it: mail scanners and chats follow links before people do.</summary>
    [Alias("open"), Idempotent]
    Task<LinkAnswer> OpenAsync(string incidentId, string token);

    /// <summary>Acknowledges in the name of whom the message was for. Said again it changes nothing.</summary>
    [Alias("acknowledge"), Idempotent]
    Task<LinkAnswer> AcknowledgeAsync(string incidentId, string token);
}

/// <param name="Outcome">What came of it.</param>
/// <param name="Incident">As it is now; null unless the link opens it.</param>
/// <param name="Person">In whose name the link acknowledges; null where it is not believed.</param>
/// <param name="IsUsed">The link has acknowledged before, or a later one of this person has.</param>
[GenerateSerializer, Immutable, Alias("aisre.link-answer")]
public sealed record LinkAnswer(
    [property: Id(0)] LinkOutcome Outcome, [property: Id(1)] Incident? Incident = null, [property: Id(2)] string? Person = null,
    [property: Id(3)] bool IsUsed = false);

public enum LinkOutcome
{
    /// <summary>It is not signed, or not for this incident; nothing that it says is believed.</summary>
    Refused = 0,

    /// <summary>Signed links are switched off.</summary>
    Off = 1,

    Expired = 2,

    /// <summary>The incident, the person or the address is not there any more.</summary>
    Gone = 3,

    /// <summary>It opens the incident.</summary>
    Opened = 4,

    /// <summary>The press has acknowledged it.</summary>
    Acknowledged = 5,

    /// <summary>The press has changed nothing: somebody has it already, it is over, or the link was used before.</summary>
    Unchanged = 6,
}
