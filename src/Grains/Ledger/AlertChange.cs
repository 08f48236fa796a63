using AiSre.Domain.Alerts;

namespace AiSre.Grains.Ledger;

/// <summary>A change of alert rows that commits with their incident. Instants are Unix milliseconds.</summary>
public abstract record AlertChange;

/// <summary>The row of an identity is over.</summary>
/// <param name="UnlessSeenAfter">Refuses the whole entry when the alert was seen later than this, because then it is not over; null asks
/// nothing.</param>
public sealed record AlertEnds(string Identity, long At, long? EventAt, FlappingState? Flapping, long? UnlessSeenAfter = null) : AlertChange;

/// <summary>The row of an identity fires again.</summary>
public sealed record AlertBegins(string Identity, long At, long? StartsAt, long? EventAt, FlappingState? Flapping) : AlertChange;

/// <summary>A new row joins the incident.</summary>
public sealed record AlertJoins(AlertRow Row) : AlertChange;

/// <summary>Severity, the sender's clock, or a held resolve changed while the status stays.</summary>
public sealed record AlertNotes(string Identity, Severity Severity, long? EventAt, FlappingState? Flapping, long? HeldSince) : AlertChange;

/// <summary>The row of an identity, firing or not, has stopped flapping.</summary>
public sealed record AlertCalms(string Identity) : AlertChange;

/// <summary>All firing rows of the incident end, because a person said so.</summary>
public sealed record AllAlertsEnd(long At) : AlertChange;

/// <summary>A person opened the incident again: the rows that a person had ended fire again.</summary>
public sealed record AllAlertsBegin : AlertChange;
