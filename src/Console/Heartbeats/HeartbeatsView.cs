using AiSre.Grains;
using AiSre.Grains.Heartbeats;

namespace AiSre.Console.Heartbeats;

/// <param name="Rows">What is missing first, then what is late, then by name.</param>
/// <param name="Address">Where beats are sent.</param>
public sealed record HeartbeatsView(IReadOnlyList<HeartbeatRow> Rows, string Address)
{
    public int Missing => Rows.Count(row => row.Rhythm is Rhythm.Missing);
    public int Late => Rows.Count(row => row.Rhythm is Rhythm.Late);
    public int Never => Rows.Count(row => row.Rhythm is Rhythm.Never);
    public int Up => Rows.Count(row => row.Rhythm is Rhythm.Up);

    public static async Task<HeartbeatsView> LoadAsync(IGrainFactory grains, string workspace, string address, DateTimeOffset now)
    {
        var names = await grains.GetGrain<IHeartbeatNamesGrain>(workspace).ListAsync();
        var all = await Task.WhenAll(names.Select(name => grains.GetGrain<IHeartbeatGrain>(GrainKeys.Heartbeat(workspace, name)).GetAsync()));
        return new(
            [
                .. all.OfType<HeartbeatStatus>().Select(status => HeartbeatRow.Of(status, now))
                    .OrderBy(row => row.Rhythm).ThenBy(row => row.Status.Name, StringComparer.Ordinal),
            ],
            address);
    }
}
