using System.Collections.Immutable;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Actions;
using AiSre.Domain.Definitions.OnCall;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.OnCall;
using NodaTime;

namespace AiSre.Grains.Definitions;

/// <summary>From what is stored to what is in force: read, with this silo's environment, and completed by what was decided since.</summary>
internal static class SnapshotReading
{
    /// <summary>
    /// What is stored. A target that the operator allows no more leaves the rest in force: it is refused when something is sent to it. So does a
    /// protection that a workspace has lifted for itself when it still could: it counts for nothing.
    /// </summary>
    public static DefinitionsReading Read(DefinitionsReader reader, DefinitionsSnapshot stored, EnvironmentVariable environment)
    {
        if (stored.IsTrusted) return reader.ReadFiles(stored.Documents, name => environment(name));
        var reading = reader.ReadOwn(stored.Documents, AllowedTargets.Any, mayUnprotect: true);
        return stored.MayUnprotect || reading.Definitions is not { } read
            ? reading
            : reading with { Definitions = read with { Sections = read.Sections.With(UnprotectedSection.Key, []) } };
    }

    /// <summary>Starts the rotations with their offsets, so that the last change of their members takes nobody off duty.</summary>
    public static WorkspaceDefinitions WithOffsets(WorkspaceDefinitions definitions, ImmutableArray<LayerOffset> offsets) =>
        offsets.IsEmpty ? definitions : definitions with
    {
        Teams = definitions.Teams.SetItems(offsets.GroupBy(offset => offset.Team, StringComparer.OrdinalIgnoreCase)
            .Where(group => definitions.Teams.ContainsKey(group.Key))
            .Select(group => KeyValuePair.Create(group.Key, WithOffsets(definitions.Teams[group.Key], group)))),
    };

    /// <summary>Stand-ins of teams and people that are still defined.</summary>
    public static WorkspaceDefinitions WithOverrides(WorkspaceDefinitions definitions, ImmutableArray<StoredOverride> overrides) =>
        overrides.IsEmpty ? definitions : definitions with
    {
        Overrides = [.. overrides
            .Where(entry => definitions.Teams.ContainsKey(entry.Team) && definitions.People.ContainsKey(entry.User))
            .Select(Override).OfType<OnCallOverride>()],
    };

    public static LocalDateTime? Local(string text) => OverrideRules.Local(text);

    private static Team WithOffsets(Team team, IEnumerable<LayerOffset> offsets) => team with
    {
        Layers =
        [
            .. team.Layers.Select(layer =>
                offsets.FirstOrDefault(offset => offset.Layer.Equals(layer.Name, StringComparison.OrdinalIgnoreCase)) is { } offset
                ? layer with { IndexOffset = offset.Offset }
                : layer),
        ],
    };

    private static OnCallOverride? Override(StoredOverride stored) => Local(stored.From) is { } from && Local(stored.To) is { } to
        ? new()
        {
            Id = stored.Id, Team = stored.Team, User = stored.User, From = from, To = to, TimeZone = stored.TimeZone,
            Reason = stored.Reason, CreatedAt = Instant.FromDateTimeOffset(stored.CreatedAt), CreatedBy = stored.CreatedBy,
        }
        : null;
}
