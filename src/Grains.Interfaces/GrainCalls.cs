using System.Diagnostics;

namespace AiSre.Grains;

/// <summary>Calls between processes.</summary>
public static class GrainCalls
{
    /// <summary>How long a caller waits: shorter than a sender does, longer than a commit takes. 2 s.</summary>
    public static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The caller has heard by now that its call failed, and may have called again and more since. What such a call was to write on the state that it
    /// found may still be written; but on a newer state it must not be decided anew, or an alert would end or fire again because of old news.
    /// </summary>
    /// <param name="began">When the call came, a timestamp of <see cref="Stopwatch"/>: what counts is real time, also that in which the process was
    /// stopped.</param>
    public static bool IsGivenUp(long began) => Stopwatch.GetElapsedTime(began) > ResponseTimeout;
}
