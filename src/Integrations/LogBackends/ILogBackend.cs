namespace AiSre.Integrations.LogBackends;

/// <summary>Keeps the lines of a cluster's containers for longer than the cluster does.</summary>
internal interface ILogBackend
{
    /// <summary>For sentences.</summary>
    string Name { get; }

    /// <summary>One page of what it has, the newest lines first.</summary>
    /// <param name="question">Which lines.</param>
    /// <param name="after">Where the page before ended, as this backend writes it; null: the first page.</param>
    /// <param name="cancellation">The time is over.</param>
    /// <exception cref="LogBackendException">It refuses, or answers something else.</exception>
    Task<LogPage> PageAsync(LogQuestion question, string? after, CancellationToken cancellation);
}

/// <param name="Lines">The newest first.</param>
/// <param name="Next">Where the next page begins; null: there is none.</param>
internal sealed record LogPage(IReadOnlyList<KeptLine> Lines, string? Next);

/// <summary>A line as a backend keeps it.</summary>
/// <param name="Container">Empty: it does not say.</param>
internal sealed record KeptLine(DateTimeOffset At, string Pod, string Container, string Text);

/// <summary>Why a backend gave nothing, as the end of a sentence.</summary>
internal sealed class LogBackendException(string message, Exception? inner = null) : Exception(message, inner);
