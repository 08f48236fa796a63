using System.Diagnostics;

namespace AiSre.TestHost;

/// <summary>Waits for something that happens in another process. Deadlines are generous: they are met only when something is broken.</summary>
public static class Poll
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <param name="what">Completes the sentence "Waited for …".</param>
    public static async Task UntilAsync(string what, Func<Task<bool>> happened, TimeSpan? patience = null, Func<string>? onTimeout = null)
    {
        await ForAsync(what, async () => await happened() ? "" : null, patience, onTimeout);
    }

    /// <summary>Asks until the answer is not null.</summary>
    public static async Task<T> ForAsync<T>(string what, Func<Task<T?>> ask, TimeSpan? patience = null, Func<string>? onTimeout = null)
        where T : class
    {
        var limit = patience ?? Patience;
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < limit)
        {
            if (await ask() is { } answer) return answer;
            await Task.Delay(50);
        }

        throw new TimeoutException($"Waited {limit.TotalSeconds:0} s for {what}.{Environment.NewLine}{onTimeout?.Invoke()}");
    }
}
