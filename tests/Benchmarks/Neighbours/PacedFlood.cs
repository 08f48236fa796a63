using System.Diagnostics;
using AiSre.Benchmarks.Load;

namespace AiSre.Benchmarks.Neighbours;

/// <param name="SentPerSecond">Requests.</param>
/// <param name="Accepted">Answers 2xx.</param>
/// <param name="Refused">Answers 429.</param>
/// <param name="Failed">All others.</param>
internal sealed record FloodResult(double SentPerSecond, long Accepted, long Refused, long Failed);

/// <summary>Sends so many requests a second and no more, from one thread, whatever the answers say: as a sender does that knows no limit.</summary>
internal static class PacedFlood
{
    private const int Connections = 16;

    public static FloodResult Run(int port, IRequestSource source, double perSecond, TimeSpan duration)
    {
        var open = Enumerable.Range(0, Connections).Select(_ => new LoadConnection(port)).ToArray();
        var entries = open.Select(connection => new SocketPoll.Entry { Socket = connection.Handle }).ToArray();
        var busy = new bool[Connections];
        var (sent, accepted, refused, failed) = (0L, 0L, 0L, 0L);
        try
        {
            var start = Stopwatch.GetTimestamp();
            for (TimeSpan passed; (passed = Stopwatch.GetElapsedTime(start)) < duration || busy.Any(static one => one);)
            {
                for (var i = 0; i < Connections && passed < duration && sent < passed.TotalSeconds * perSecond; i++)
                {
                    if (busy[i]) continue;
                    open[i].Send(source.Next(i), Stopwatch.GetTimestamp());
                    busy[i] = true;
                    sent++;
                }
                for (var i = 0; i < Connections; i++) entries[i].Wanted = busy[i] ? open[i].Wanted : (short)0;
                SocketPoll.Wait(entries, 1);
                for (var i = 0; i < Connections; i++)
                {
                    var happened = entries[i].Happened;
                    if (!busy[i] || happened == 0) continue;
                    if ((happened & SocketPoll.Writable) != 0) open[i].Push();
                    if ((happened & ~SocketPoll.Writable) == 0 || !open[i].Receive()) continue;
                    busy[i] = false;
                    if (open[i].Status is >= 200 and < 300) accepted++;
                    else if (open[i].Status is 429) refused++;
                    else failed++;
                }
            }
            return new(sent / duration.TotalSeconds, accepted, refused, failed);
        }
        finally
        {
            foreach (var connection in open) connection.Dispose();
        }
    }
}
