using AiSre.Grains.Silences;

namespace AiSre.Console.Silences;

/// <param name="Row">The silence.</param>
/// <param name="Quiet">What it keeps quiet now.</param>
/// <param name="Error">What is wrong with the new end that somebody asked for.</param>
public sealed record SilenceView(SilenceRow Row, IReadOnlyList<QuietIncident> Quiet, string? Error = null)
{
    /// <summary>Null when there is none with this id.</summary>
    public static async Task<SilenceView?> LoadAsync(IGrainFactory grains, string workspace, string id, DateTimeOffset now)
    {
        if ((await grains.GetGrain<ISilencesGrain>(workspace).ListAsync()).FirstOrDefault(one => one.Id == id) is not { } silence) return null;
        var quiet = (await grains.GetGrain<ISilencePreview>(0).QuietAsync(workspace)).Where(incident => incident.SilenceId == id).ToList();
        return new(SilenceRow.Of(silence, new Dictionary<string, int> { [id] = quiet.Count }, now), quiet);
    }
}
