namespace AiSre.Domain.Demo;

/// <summary>What is still to happen in a scene: what its script says, and what its incidents wait for.</summary>
/// <param name="parts">The incidents so far.</param>
/// <param name="wake">Does what an incident has waited for, by its name.</param>
internal sealed class DemoSchedule(IEnumerable<DemoPart> parts, Action<DemoPart, string, DateTimeOffset> wake)
{
    private readonly PriorityQueue<Action<DateTimeOffset>, (DateTimeOffset At, int Order)> plan = new();
    private int order;

    public void At(DateTimeOffset at, Action<DateTimeOffset> act) => plan.Enqueue(act, (at, order++));

    /// <summary>Lets everything happen that happens until an instant, in its order.</summary>
    public void RunUntil(DateTimeOffset end)
    {
        while (Next() is { } next && next.At <= end) next.Do(next.At);
    }

    private (DateTimeOffset At, Action<DateTimeOffset> Do)? Next()
    {
        var due = parts.SelectMany(part => part.Wakes.Select(waits => (Part: part, Name: waits.Key, At: waits.Value)))
            .OrderBy(waits => waits.At).ThenBy(waits => waits.Name, StringComparer.Ordinal).Take(1).ToList();
        if (plan.TryPeek(out _, out var first) && (due.Count == 0 || first.At < due[0].At)) return (first.At, plan.Dequeue());
        if (due is not [var next]) return null;
        return (next.At, at =>
        {
            next.Part.Wakes.Remove(next.Name);
            wake(next.Part, next.Name, at);
        });
    }
}
