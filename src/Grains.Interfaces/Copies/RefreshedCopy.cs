using Microsoft.Extensions.Logging;

namespace AiSre.Grains.Copies;

/// <summary>The copy of one workspace.</summary>
internal sealed partial class RefreshedCopy<T>(string workspace, CopySource<T> source, CopyTimes times, TimeProvider clock, ILogger log)
{
    private readonly Lock gate = new();
    private volatile Answer? known = source.WhileUnknown is { } unknown ? new(unknown(), ReadAt: null) : null;
    private Task<T>? asking;
    private long? askedAt;
    private bool isOutdated;
    private bool isAnswered = true;

    public bool IsKnown => known is not null;

    public bool IsAsking => asking is not null;

    public T? Value => known is { } answer ? answer.Value : default;

    public ValueTask<T> GetAsync()
    {
        if (known is { } fresh && IsYounger(fresh, times.Renewed)) return new(fresh.Value);
        lock (gate)
        {
            if (asking is null)
            {
                if (known is { } answer && askedAt is { } at && clock.GetElapsedTime(at) < times.Renewed) return new(answer.Value);
                (askedAt, isOutdated) = (clock.GetTimestamp(), false);
                // On no grain's behalf: whoever else waits for the answer must not depend on how the first one fares.
                asking = Task.Run(AskAsync);
            }
            return known is { } young && IsYounger(young, times.Oldest) ? new(young.Value) : new(asking);
        }
    }

    public async Task<T> ReadAsync()
    {
        var began = clock.GetTimestamp();
        var value = await source.ReadAsync(workspace, Value);
        Learn(value, began);
        return value;
    }

    public void Begin(T value)
    {
        lock (gate) known ??= new(value, ReadAt: null);
    }

    public void Learn(T value, long began)
    {
        lock (gate)
        {
            if (known?.ReadAt > began) return;
            // What changed since the reading began may not be in it: it counts, and whoever comes next asks again.
            known = new(value, isOutdated ? null : began);
            if (!isOutdated) askedAt = began;
        }
    }

    public void Outdate()
    {
        lock (gate)
        {
            (isOutdated, askedAt) = (true, null);
            if (known is { } answer) known = answer with { ReadAt = null };
        }
    }

    private async Task<T> AskAsync()
    {
        Exception? failure = null;
        try
        {
            await ReadAsync().WaitAsync(times.Patience);
        }
        catch (Exception exception)
        {
            failure = exception;
        }
        lock (gate)
        {
            asking = null;
            if (failure is null != isAnswered)
            {
                isAnswered = failure is null;
                if (failure is null) LogBack(log, source.What, workspace);
                else LogAway(log, source.What, workspace, failure.Message);
            }
            return known is { } answer ? answer.Value : throw failure!;
        }
    }

    private bool IsYounger(Answer answer, TimeSpan age) => answer.ReadAt is { } at && clock.GetElapsedTime(at) < age;

    [LoggerMessage(Level = LogLevel.Warning, Message = "The {What} of {Workspace} cannot be asked for; what was known stays in force: {Reason}")]
    private static partial void LogAway(ILogger log, string what, string workspace, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The {What} of {Workspace} can be asked for again.")]
    private static partial void LogBack(ILogger log, string what, string workspace);

    /// <param name="Value">What the grain said.</param>
    /// <param name="ReadAt">When it was asked; null for what has been replaced since, or was never asked for.</param>
    private sealed record Answer(T Value, long? ReadAt);
}
