using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Grains.Definitions;

/// <summary>Texts that people make of what they are shown.</summary>
public sealed partial class DefinitionsGrain
{
    public async Task<DefinitionsOutcome> CheckEditAsync(DefinitionDocument edited, bool byPlatform) =>
        await CheckAsync([reader.WithSecrets(edited, (await Store.ReadAsync()).Documents)], byPlatform);

    public async Task<DefinitionsOutcome> PutEditAsync(DefinitionDocument edited, int revision, string actor, bool byPlatform)
    {
        var state = await Store.ReadAsync();
        var document = reader.WithSecrets(edited, state.Documents);
        var number = state.Current?.Number ?? 0;
        // A put whose answer was lost is put again, and then it is in force already.
        return number == revision || IsInForce(state, [document], new(DefinitionsRevision.FromApi, actor, byPlatform))
            ? await PutAsync([document], actor, byPlatform)
            : new() { Result = DefinitionsResult.Overtaken, Revision = number };
    }
}
