using System.Collections.Immutable;
using AiSre.Domain.History;

namespace AiSre.Grains.History;

/// <summary>
/// What fills up, read anew when it is five minutes old. A slow server keeps nobody waiting: until it has answered, what was known counts.
/// </summary>
internal sealed class UsageCopy(string workspace, ICapacityMetrics metrics, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5), Patience = TimeSpan.FromSeconds(2);

    private (ImmutableArray<UsageRisk> Risks, string? Problem)? known;
    private DateTimeOffset knownAt;
    private Task? reading;

    public async Task<(ImmutableArray<UsageRisk> Risks, string? Problem)> ReadAsync()
    {
        if (known is null || clock.GetUtcNow() - knownAt >= Fresh)
        {
            var asked = reading ??= ReadNewAsync();
            if (known is null) await Task.WhenAny(asked, Task.Delay(Patience));
        }

        return known ?? ([], "the metrics are just being read");
    }

    private async Task ReadNewAsync()
    {
        try
        {
            // Lines through thousands of points: not on the thread of the grain.
            known = await Task.Run(async () =>
            {
                var read = await metrics.ReadAsync(workspace);
                return (UsageRules.Of(read.Series), read.Problem);
            });
            knownAt = clock.GetUtcNow();
        }
        finally
        {
            reading = null;
        }
    }
}
