namespace AiSre.Domain.Alerts;

/// <summary>What is known of an alert before its next signal is decided.</summary>
/// <param name="Firing">It has begun and not ended.</param>
/// <param name="ResolveHeld">It flaps: its source has said that it is over, and the incident waits whether that lasts.</param>
/// <param name="Severity">The highest that was said so far.</param>
/// <param name="Subject">What its incident knows of its subject; null when that is not known here.</param>
/// <param name="Described">Its incident has a description.</param>
/// <param name="LastEventAt">The sender's clock at the latest event that was applied, Unix milliseconds; null when it never said.</param>
public readonly record struct KnownAlert(bool Firing, bool ResolveHeld, Severity Severity, AlertSubject? Subject, bool Described, long? LastEventAt);
