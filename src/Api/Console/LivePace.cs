using System.Diagnostics;

namespace AiSre.Api.Console;

/// <summary>
/// How often open tabs are told to load anew: as often as something changes, as long as that costs little. What they cost is measured, and all tabs
/// together get a tenth of the machine, so that those who look at a storm leave it to the alerts. Who was away for long may have a bit at once.
/// </summary>
internal sealed class LivePace(TimeProvider clock)
{
    /// <summary>What a page costs before one was measured.</summary>
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(20);

    /// <summary>More at once is a machine that does something else.</summary>
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(1);

    /// <summary>Nobody waits longer for his turn.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>Work that may be spent at once after a calm.</summary>
    private static readonly TimeSpan Saved = TimeSpan.FromSeconds(1.5);

    private static readonly double Share = 0.1 * Environment.ProcessorCount;

    private readonly Lock gate = new();
    private TimeSpan cost = First;
    private TimeSpan left = Saved;
    private long countedAt = clock.GetTimestamp();

    /// <summary>Completes when it is the next tab's turn.</summary>
    public Task TurnAsync(CancellationToken stop)
    {
        TimeSpan wait;
        lock (gate)
        {
            var now = clock.GetTimestamp();
            left += clock.GetElapsedTime(countedAt, now) * Share;
            if (left > Saved) left = Saved;
            countedAt = now;
            left -= cost;
            if (left < -LongestWait * Share) left = -LongestWait * Share;
            wait = left >= TimeSpan.Zero ? TimeSpan.Zero : -left / Share;
        }
        return wait == TimeSpan.Zero ? Task.CompletedTask : Task.Delay(wait, clock, stop);
    }

    /// <summary>Measures the pages that a tab loads by itself.</summary>
    public static IEndpointConventionBuilder Measure(IEndpointConventionBuilder endpoint)
    {
        endpoint.Finally(static builder =>
        {
            if (builder.RequestDelegate is not { } serve) return;
            builder.RequestDelegate = async context =>
            {
                var began = Stopwatch.GetTimestamp();
                await serve(context);
                if (context.Request.Headers.ContainsKey("X-Live"))
                    context.RequestServices.GetRequiredService<LivePace>().Took(Stopwatch.GetElapsedTime(began));
            };
        });
        return endpoint;
    }

    internal void Took(TimeSpan took)
    {
        lock (gate) cost = cost * 0.8 + (took < Most ? took : Most) * 0.2;
    }
}
