using AiSre.Grains.Ledger;
using Orleans.Storage;

namespace AiSre.Grains.Alarms;

/// <summary>How grains answer an alarm whose effect commits with their state.</summary>
internal static class AlarmAnswers
{
    /// <summary>What whoever has acted on it commits.</summary>
    public static AlarmFired Fired(this DueAlarm alarm) => new(alarm.Name, alarm.DueAt.ToUnixTimeMilliseconds(), alarm.Number);

    /// <param name="store">The grain's state.</param>
    /// <param name="act">Commits with <see cref="AlarmFired"/>, also where nothing else changes.</param>
    public static async Task<AlarmAnswer> AnswerAsync<T>(this IPersistentState<Kept<T>> store, Func<Task<AlarmAnswer>> act) where T : class
    {
        try
        {
            return await store.RetryOnConflictAsync(act);
        }
        catch (InconsistentStateException)
        {
            // Somebody else has acted on it, or the state changes all the time. If the alarm still stands, it is called again.
            return AlarmAnswer.Settled;
        }
    }
}
