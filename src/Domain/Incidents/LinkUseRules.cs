namespace AiSre.Domain.Incidents;

/// <summary>
/// Acknowledging by the link in a message. A link acknowledges once: pressed again after the incident was given back, or sent again by a browser or
/// by whoever has recorded it, it changes nothing.
/// </summary>
public static class LinkUseRules
{
    /// <param name="incident">What the link is about.</param>
    /// <param name="person">Whom its message was for.</param>
    /// <param name="issuedAt">Tells the link from the person's other links.</param>
    /// <param name="now">When it was pressed.</param>
    public static IncidentChange Acknowledge(Incident incident, string person, DateTimeOffset issuedAt, DateTimeOffset now)
    {
        if (incident.Phase is not IncidentPhase.Open || IsUsed(incident, person, issuedAt)) return IncidentChange.None(incident);
        var others = incident.LinksUsed.IsDefaultOrEmpty ? [] : incident.LinksUsed.RemoveAll(use => use.Person == person);
        var used = incident with { LinksUsed = others.Add(new(person, issuedAt)) };
        return IncidentRules.Acknowledge(used, person, note: null, human: true, now, via: "link");
    }

    /// <summary>It has acknowledged before, or a later one of the same person has: a newer message brings a link that has not.</summary>
    public static bool IsUsed(Incident incident, string person, DateTimeOffset issuedAt) =>
        !incident.LinksUsed.IsDefaultOrEmpty && incident.LinksUsed.Any(use => use.Person == person && issuedAt <= use.IssuedAt);
}

/// <summary>The latest link by which a person has acknowledged an incident.</summary>
/// <param name="Person">Whom its message was for.</param>
/// <param name="IssuedAt">Which of the person's links it was.</param>
[GenerateSerializer, Immutable, Alias("aisre.used-link")]
public sealed record UsedLink([property: Id(0)] string Person, [property: Id(1)] DateTimeOffset IssuedAt);
