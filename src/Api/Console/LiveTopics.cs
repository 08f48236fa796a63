using AiSre.Grains;
using AiSre.Grains.Events;

namespace AiSre.Api.Console;

/// <summary>A topic for each workspace that somebody looks at, for as long as somebody does.</summary>
internal sealed class LiveTopics(IGrainFactory grains, TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, LiveTopic> topics = new(StringComparer.Ordinal);

    /// <summary>How many pages follow what happens.</summary>
    public int Tabs
    {
        get
        {
            lock (gate) return topics.Values.Sum(static topic => topic.Tabs);
        }
    }

    public LiveTopic Enter(string workspace)
    {
        lock (gate)
        {
            if (!topics.TryGetValue(workspace, out var topic))
                topics.Add(workspace, topic = new LiveTopic(grains.GetGrain<IFeedGrain>(GrainKeys.Feed(workspace)), clock));
            topic.Enter();
            return topic;
        }
    }

    /// <summary>Nothing is kept of a workspace that nobody looks at: its name may be made up by whoever asked.</summary>
    public void Leave(string workspace, LiveTopic topic)
    {
        lock (gate)
        {
            topic.Leave();
            if (topic.Tabs == 0) topics.Remove(workspace);
        }
    }
}
