using AiSre.Domain.Alerts;

namespace AiSre.Grains.Ledger;

/// <summary>The marks of signals that come from the spool; others have none.</summary>
internal static class SpoolMarks
{
    public static SpoolMark? Of(AlertSignal signal, TimeProvider clock) =>
        signal.Spooled is { } spooled ? new SpoolMark(spooled.Mark, clock.GetUtcNow().ToUnixTimeMilliseconds()) : null;

    /// <summary>A signal that leads to more than one commit marks each of them: this is one of them, with a mark of its own.</summary>
    public static AlertSignal Part(this AlertSignal signal, string name) =>
        signal.Spooled is { } spooled ? signal with { Spooled = spooled with { Mark = $"{spooled.Mark}+{name}" } } : signal;
}
