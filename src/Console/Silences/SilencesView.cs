using AiSre.Domain.Silences;
using AiSre.Grains.Silences;

namespace AiSre.Console.Silences;

/// <param name="Shown">active, pending or expired.</param>
/// <param name="Rows">Those of that state, what ends first on top; those that have ended the latest on top.</param>
/// <param name="Active">How many are in force.</param>
/// <param name="Pending">How many are to come.</param>
/// <param name="Expired">How many have ended lately.</param>
/// <param name="Quiet">How many incidents are kept quiet now.</param>
/// <param name="EndSoon">How many of those in force end within the hour.</param>
public sealed record SilencesView(
    SilenceState Shown, IReadOnlyList<SilenceRow> Rows, int Active, int Pending, int Expired, int Quiet, int EndSoon)
{
    /// <summary>When one begins, ends soon or ends.</summary>
    public IReadOnlyList<DateTimeOffset?> Turns { get; private init; } = [];

    /// <summary>Of those that have ended.</summary>
    private const int MostEnded = 100;

    public static async Task<SilencesView> LoadAsync(IGrainFactory grains, string workspace, SilenceState shown, DateTimeOffset now)
    {
        var stored = grains.GetGrain<ISilencesGrain>(workspace).ListAsync();
        var quiet = await grains.GetGrain<ISilencePreview>(0).QuietAsync(workspace);
        var counts = quiet.GroupBy(incident => incident.SilenceId).ToDictionary(same => same.Key, same => same.Count());
        var rows = (await stored).Select(silence => SilenceRow.Of(silence, counts, now)).ToList();
        var active = rows.Where(row => row.State is SilenceState.Active).ToList();
        return new(
            shown, [.. Sorted(rows.Where(row => row.State == shown), shown)], active.Count,
            rows.Count(row => row.State is SilenceState.Pending), rows.Count(row => row.State is SilenceState.Expired),
            quiet.Length, active.Count(row => row.EndsSoon(now))) { Turns = [.. rows.SelectMany(row => row.Turns)] };
    }

    private static IEnumerable<SilenceRow> Sorted(IEnumerable<SilenceRow> rows, SilenceState state) => state switch
    {
        SilenceState.Active => rows.OrderBy(row => row.LoudAgainAt ?? DateTimeOffset.MaxValue),
        SilenceState.Pending => rows.OrderBy(row => row.Window?.From ?? DateTimeOffset.MaxValue),
        _ => rows.OrderByDescending(row => row.EndsAt ?? row.Silence.UpdatedAt).Take(MostEnded),
    };
}
