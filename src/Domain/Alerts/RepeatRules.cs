namespace AiSre.Domain.Alerts;

/// <summary>
/// A plain repeat says what is known already: it is counted and changes nothing else. Asked for every signal, so it looks at values and makes none.
/// </summary>
public static class RepeatRules
{
    /// <summary>True when the signal adds nothing but its count. Only for signals that fire.</summary>
    public static bool IsPlain(AlertSignal signal, in KnownAlert known) =>
        known is { Firing: true, ResolveHeld: false }
        && !RaisesSeverity(signal, known)
        && !TellsMore(signal, known)
        // Told on the incident once; its sender is to be mended.
        && signal.UnknownState is null
        && !SenderClockRules.IsOvertaken(signal, known.LastEventAt);

    /// <summary>A signal without a severity leaves it as it is.</summary>
    public static bool RaisesSeverity(AlertSignal signal, in KnownAlert known) => signal.Severity > known.Severity;

    /// <summary>
    /// It fills a field that the incident does not know yet; what is known is never overwritten. True too when nobody here can tell.
    /// </summary>
    public static bool TellsMore(AlertSignal signal, in KnownAlert known) =>
        known.Subject is not { } subject
        || (!known.Described && signal.Description.Length > 0)
        || (subject.Service is null && signal.Subject.Service is not null)
        || (subject.Pod is null && signal.Subject.Pod is not null)
        || (subject.Namespace is null && signal.Subject.Namespace is not null)
        || (subject.Deployment is null && signal.Subject.Deployment is not null)
        || (subject.Node is null && signal.Subject.Node is not null)
        || (subject.Cluster is null && signal.Subject.Cluster is not null)
        || (subject.Container is null && signal.Subject.Container is not null);
}
