using AiSre.Domain.Alarms;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Alarms;

/// <summary>Which due alarms are being handled, and when those that failed are called again. Instants are Unix milliseconds.</summary>
internal sealed class AlarmCalls
{
    private readonly Dictionary<AlarmRow, Poke> attempts = new(SameAlarm.Instance);
    private int pass;

    /// <summary>Takes an alarm in hand; false while it is being handled, or rests after a failure.</summary>
    public bool TryBegin(AlarmRow alarm, long now)
    {
        if (!attempts.TryGetValue(alarm, out var attempt)) attempts.Add(alarm, attempt = new Poke());
        attempt.Pass = pass;
        if (attempt.InFlight || now < attempt.NotBefore) return false;
        attempt.InFlight = true;
        return true;
    }

    /// <summary>
    /// Whatever came of it: an alarm that is still there rests for a while, longer each time. One that was acted on is gone, and only seen again on a
    /// page that was read before.
    /// </summary>
    /// <returns>How often it was called by now.</returns>
    public int End(AlarmRow alarm, long now)
    {
        var attempt = attempts[alarm];
        attempt.InFlight = false;
        attempt.NotBefore = now + (long)AlarmRules.PauseAfter(++attempt.Count).TotalMilliseconds;
        return attempt.Count;
    }

    /// <summary>After all that is due was seen: what was not is gone.</summary>
    public void EndPass()
    {
        foreach (var (alarm, attempt) in attempts)
        {
            if (attempt.Pass != pass && !attempt.InFlight) attempts.Remove(alarm);
        }
        pass++;
    }

    private sealed class Poke
    {
        public bool InFlight { get; set; }
        public int Count { get; set; }
        public long NotBefore { get; set; }
        public int Pass { get; set; }
    }

    /// <summary>An incident whose severity is raised meanwhile has the same alarm.</summary>
    private sealed class SameAlarm : IEqualityComparer<AlarmRow>
    {
        public static readonly SameAlarm Instance = new();

        public bool Equals(AlarmRow x, AlarmRow y) => x.DueAt == y.DueAt && x.Number == y.Number && x.Name == y.Name && x.Target == y.Target;

        public int GetHashCode(AlarmRow alarm) => HashCode.Combine(alarm.Target, alarm.Name, alarm.DueAt);
    }
}
