using AiSre.Domain.Definitions.Clusters;

namespace AiSre.Integrations.LogBackends;

/// <summary>The backends that keep a cluster's logs, each with a limit of its own, so that a slow one costs no other.</summary>
public sealed class LogBackends(LogRequests requests, TimeProvider clock)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    internal IReadOnlyList<ILogBackend> Of(ClusterDefinition? cluster) =>
    [
        .. cluster?.Loki is { } loki ? [new LokiLogs(requests, loki)] : Enumerable.Empty<ILogBackend>(),
        .. cluster?.Elastic is { } elastic ? [new ElasticLogs(requests, elastic)] : Enumerable.Empty<ILogBackend>(),
        .. cluster?.Datadog is { } datadog ? [new DatadogLogs(requests, datadog)] : Enumerable.Empty<ILogBackend>(),
        .. cluster?.Mock is { } file ? [new MockLogs(file)] : Enumerable.Empty<ILogBackend>(),
    ];

    /// <returns>What it has, the oldest first, and why that is not all. Pages that came before it failed count.</returns>
    internal async Task<(IReadOnlyList<KeptLine> Lines, string? Problem)> AskAsync(
        ILogBackend backend, LogQuestion question, CancellationToken cancellation)
    {
        using var time = new CancellationTokenSource(Longest, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellation);
        var lines = new List<KeptLine>();
        string? problem = null;
        try
        {
            string? next = null;
            do
            {
                var page = await backend.PageAsync(question, next, both.Token);
                lines.AddRange(page.Lines);
                next = page.Next;
            }
            while (next is not null && lines.Count < LogQuestion.Most);
        }
        catch (LogBackendException exception)
        {
            problem = exception.Message;
        }
        catch (OperationCanceledException)
        {
            problem = cancellation.IsCancellationRequested
                ? "the time for the whole diagnosis was over" : Invariant($"no answer within {Longest.TotalSeconds} s");
        }

        lines.Reverse();
        return ([.. lines.OrderBy(line => line.At)], problem);
    }
}
