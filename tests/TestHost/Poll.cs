using System.Diagnostics;

namespace AiSre.TestHost;

/// <summary>
/// The one way in which tests wait for what happens on its own, in this process or in another. Patience is generous: it ends only when something is
/// broken.
/// </summary>
public static class Poll
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <param name="what">Completes the sentence "Waited for …".</param>
    /// <param name="happened">Asked again and again.</param>
    /// <param name="patience">How long; null: <see cref="Patience"/>.</param>
    /// <param name="onTimeout">What a person wants to see then, such as a log.</param>
    /// <param name="every">The pause between two questions; null: 50 ms.</param>
    public static Task UntilAsync(
        string what, Func<Task<bool>> happened, TimeSpan? patience = null, Func<string>? onTimeout = null, TimeSpan? every = null) =>
        ForAsync(what, async () => await happened() ? "" : null, patience, onTimeout, every);

    public static Task UntilAsync(string what, Func<bool> happened, TimeSpan? patience = null, Func<string>? onTimeout = null) =>
        UntilAsync(what, () => Task.FromResult(happened()), patience, onTimeout);

    /// <summary>
    /// Until nothing is left. What is left grows less at whatever speed the machine has: patience ends only when it has not done so for a while.
    /// </summary>
    /// <param name="what">Completes the sentence "Waited for …".</param>
    /// <param name="left">How much is left; below 0: nobody knows.</param>
    /// <param name="onTimeout">What a person wants to see then, such as a log.</param>
    public static async Task UntilNoneAsync(string what, Func<Task<long>> left, Func<string>? onTimeout = null)
    {
        var least = long.MaxValue;
        var sinceLess = Stopwatch.StartNew();
        while (sinceLess.Elapsed < 2 * Patience)
        {
            var now = await left();
            if (now == 0) return;
            if (now > 0 && now < least)
            {
                least = now;
                sinceLess.Restart();
            }

            await Task.Delay(Pause);
        }

        throw new TimeoutException(
            $"{least} are left for {(2 * Patience).TotalSeconds:0} s, waiting for {what}.{Environment.NewLine}{onTimeout?.Invoke()}");
    }

    /// <summary>Asks until the answer is not null.</summary>
    public static async Task<T> ForAsync<T>(
        string what, Func<Task<T?>> ask, TimeSpan? patience = null, Func<string>? onTimeout = null, TimeSpan? every = null)
        where T : class
    {
        var limit = patience ?? Patience;
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < limit)
        {
            if (await ask() is { } answer) return answer;
            await Task.Delay(every ?? Pause);
        }

        throw new TimeoutException($"Waited {limit.TotalSeconds:0} s for {what}.{Environment.NewLine}{onTimeout?.Invoke()}");
    }
}
