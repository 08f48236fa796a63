using System.Collections.Immutable;
using AiSre.Console.Requests;
using AiSre.Grains.Alerts;
using AiSre.Grains.Incidents;

namespace AiSre.Console.Connect;

/// <param name="Guide">The tool that is being connected.</param>
/// <param name="Address">The platform's, as the tool must know it.</param>
/// <param name="Sightings">Which tools have sent lately, by their source.</param>
/// <param name="Since">Since when the reader waits for a delivery; null when nobody waits.</param>
/// <param name="Fields">How the last body that was kept of it was read.</param>
/// <param name="Unreadable">Its last dead letter since then; null when there is none.</param>
public sealed record ConnectView(
    ToolGuide Guide, string Address, ImmutableDictionary<string, SourceSighting> Sightings, DateTimeOffset? Since, IReadOnlyList<ReadField> Fields,
    DeadLetter? Unreadable)
{
    private const int LettersLookedAt = 25;

    public SourceSighting? Sighting => Sightings.GetValueOrDefault(Guide.Source);

    /// <summary>What was waited for has come.</summary>
    public bool HasCome => Sighting?.LastSeen >= Since;

    public static async Task<ConnectView> LoadAsync(
        IGrainFactory grains, ConsoleContext context, ToolGuide guide, string address, DateTimeOffset? since)
    {
        var queries = grains.GetGrain<IIncidentQueries>(0);
        var sightings = (await queries.SourcesAsync(context.Workspace)).ToImmutableDictionary(one => one.Source, StringComparer.Ordinal);
        IReadOnlyList<ReadField> fields = [];
        if (sightings.GetValueOrDefault(guide.Source) is { } sighting)
        {
            var kept = await queries.DeliveriesAsync(context.Workspace, sighting.IncidentId);
            fields = kept.Select(delivery => ReadField.Of(guide.Source, delivery.Body, context.Now)).FirstOrDefault(read => read.Count > 0) ?? [];
        }
        var letters = since is null || !context.User.MayAct
            ? []
            : (await grains.GetGrain<IDeadLetters>(0).PageAsync(context.Workspace, null, LettersLookedAt)).Items;
        return new(
            guide, address, sightings, since, fields, letters.FirstOrDefault(letter => letter.Source == guide.Source && letter.At >= since));
    }
}
