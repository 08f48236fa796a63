using Prometheus;

namespace AiSre.Api.Events;

/// <summary>Counts the streams that are open, by key.</summary>
internal sealed class OpenStreams(EventStreamOptions options)
{
    private static readonly Gauge Open = Metrics.CreateGauge("ai_sre_event_streams", "Streams of GET /events that are open.");

    private readonly Dictionary<string, int> byKey = [];

    /// <summary>Of all keys.</summary>
    public int Count
    {
        get
        {
            lock (byKey) return byKey.Values.Sum();
        }
    }

    /// <summary>Null when the key has as many as it may have.</summary>
    /// <param name="key">Its name and its workspace: two workspaces may call theirs the same.</param>
    public IDisposable? TryOpen(string key)
    {
        lock (byKey)
        {
            var open = byKey.GetValueOrDefault(key);
            if (open >= options.StreamsOfAKey) return null;
            byKey[key] = open + 1;
        }
        Open.Inc();
        return new Place(this, key);
    }

    private void Close(string key)
    {
        lock (byKey)
        {
            if (--byKey[key] == 0) byKey.Remove(key);
        }
        Open.Dec();
    }

    private sealed class Place(OpenStreams streams, string key) : IDisposable
    {
        public void Dispose() => streams.Close(key);
    }
}
