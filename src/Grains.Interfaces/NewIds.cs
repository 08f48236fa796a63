using AiSre.Domain;
using AiSre.Domain.Deploys;

namespace AiSre.Grains;

/// <summary>
/// Ids of a prefix and a <see cref="TimedId"/>, whose number starts at random in each millisecond and counts up, so that one process never repeats
/// itself and two rarely meet.
/// </summary>
public static class NewIds
{
    private static readonly Lock Gate = new();
    private static long lastMillisecond;
    private static int sequence;

    public static string Incident(DateTimeOffset now) => "inc-" + Next(now);

    public static string Writer(DateTimeOffset now) => $"{Environment.MachineName}-{Environment.ProcessId}-{Next(now)}";

    public static string Override(DateTimeOffset now) => "ovr-" + Next(now);

    public static string Spooled(DateTimeOffset now) => "spl-" + Next(now);

    /// <summary>Of a message that a person sends to see whether it arrives.</summary>
    public static string Test(DateTimeOffset now) => "test-" + Next(now);

    public static string Deploy(DateTimeOffset now) => DeployId.Prefix + Next(now);

    /// <summary>Of a time that an objective does not count.</summary>
    public static string Correction(DateTimeOffset now) => "cor-" + Next(now);

    public static string Silence(DateTimeOffset now) => "sil-" + Next(now);

    public static string Action(DateTimeOffset now) => "act-" + Next(now);

    public static string Approval(DateTimeOffset now) => "apr-" + Next(now);

    /// <summary>Of a cycle of autonomy.</summary>
    public static string Cycle(DateTimeOffset now) => "cyc-" + Next(now);

    /// <summary>Of a question to a chat model.</summary>
    public static string ChatTurn(DateTimeOffset now) => "ask-" + Next(now);

    /// <summary>Of a key that a workspace hands out.</summary>
    public static string Key(DateTimeOffset now) => "key-" + Next(now);

    /// <summary>Of a workflow or a runbook.</summary>
    public static string Run(DateTimeOffset now) => "run-" + Next(now);

    private static string Next(DateTimeOffset now)
    {
        long millisecond;
        int number;
        lock (Gate)
        {
            millisecond = TimedId.MillisecondOf(now);
            if (millisecond > lastMillisecond)
            {
                lastMillisecond = millisecond;
                sequence = Random.Shared.Next(1 << 23);
            }
            else
            {
                // The clock stood still or went back: stay in order after the last id.
                millisecond = lastMillisecond;
                if (++sequence == TimedId.Numbers) (lastMillisecond, sequence) = (++millisecond, 0);
            }
            number = sequence;
        }
        return TimedId.Of(millisecond, number);
    }
}
