using System.Diagnostics;

namespace AiSre.Benchmarks.Load;

/// <summary>
/// Keeps every connection busy with one request at a time, from one thread: the load shares two cores with the server, so whatever it
/// burns is missing there. Waiting includes reading the answer to its end.
/// </summary>
internal static class LoadGenerator
{
    public static LoadResult Run(int port, int connections, IRequestSource source, TimeSpan duration) => Run([port], connections, source, duration);

    /// <param name="ports">The connections are spread over them.</param>
    /// <param name="connections">How many.</param>
    /// <param name="source">What they send.</param>
    /// <param name="duration">For how long.</param>
    public static LoadResult Run(IReadOnlyList<int> ports, int connections, IRequestSource source, TimeSpan duration)
    {
        var open = Enumerable.Range(0, connections).Select(i => new LoadConnection(ports[i % ports.Count])).ToArray();
        var entries = open.Select(connection => new SocketPoll.Entry { Socket = connection.Handle }).ToArray();
        try
        {
            var latencies = new LatencyHistogram();
            var (refused, queued) = (0L, 0L);
            var cpu = Process.GetCurrentProcess().TotalProcessorTime;
            var start = Stopwatch.GetTimestamp();
            var end = start + (long)(duration.TotalSeconds * Stopwatch.Frequency);
            var underWay = connections;
            for (var i = 0; i < connections; i++) open[i].Send(source.Next(i), Stopwatch.GetTimestamp());
            while (underWay > 0)
            {
                for (var i = 0; i < connections; i++) entries[i].Wanted = open[i].Wanted;
                if (SocketPoll.Wait(entries, 30_000) == 0) throw new TimeoutException("No answer in 30 s.");
                for (var i = 0; i < connections; i++)
                {
                    var happened = entries[i].Happened;
                    if (happened == 0) continue;
                    if ((happened & SocketPoll.Writable) != 0) open[i].Push();
                    if ((happened & ~SocketPoll.Writable) == 0 || !open[i].Receive()) continue;
                    var now = Stopwatch.GetTimestamp();
                    if (open[i].Status is >= 200 and < 300) latencies.Record(now - open[i].SentAt);
                    else refused++;
                    if (open[i].Status == 202) queued++;
                    if (now < end)
                    {
                        open[i].Send(source.Next(i), now);
                        continue;
                    }

                    underWay--;
                    entries[i].Socket = -1;
                }
            }

            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            var burned = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds;
            return new LoadResult(
                latencies.Count * source.AlertsPerRequest / seconds, latencies.Milliseconds(0.50), latencies.Milliseconds(0.99), refused, queued,
                    burned / seconds);
        }
        finally
        {
            foreach (var connection in open) connection.Dispose();
        }
    }
}
