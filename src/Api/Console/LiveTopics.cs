using System.Collections.Concurrent;
using AiSre.Grains;
using AiSre.Grains.Events;

namespace AiSre.Api.Console;

/// <summary>A topic for each workspace that somebody has looked at.</summary>
internal sealed class LiveTopics(IGrainFactory grains, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, LiveTopic> topics = new(StringComparer.Ordinal);

    /// <summary>How many pages follow what happens.</summary>
    public int Tabs => topics.Values.Sum(static topic => topic.Tabs);

    public LiveTopic Of(string workspace) =>
        topics.GetOrAdd(workspace, name => new LiveTopic(grains.GetGrain<IFeedGrain>(GrainKeys.Feed(name)), clock));
}
