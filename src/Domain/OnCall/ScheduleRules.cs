using AiSre.Domain.Definitions;
using NodaTime;

namespace AiSre.Domain.OnCall;

/// <summary>Definitions as they were in force during a part of a time.</summary>
/// <param name="From">Included.</param>
/// <param name="To">Not included.</param>
public sealed record DefinitionPeriod(Instant From, Instant To, WorkspaceDefinitions Definitions);

/// <summary>Who has been and will be on call over a time during which the definitions may have changed (docs/rules/on-call.md).</summary>
public static class ScheduleRules
{
    /// <summary>
    /// Without gap or overlap; the first stretch and the last are whole, and a change of the definitions that changes nothing here cuts nothing.
    /// </summary>
    /// <param name="periods">Each begins where the one before ends.</param>
    /// <param name="rosterOf">What to look at; null when the team, or the layer, did not exist: then nobody was on call.</param>
    public static List<DutyStretch> Of(IReadOnlyList<DefinitionPeriod> periods, Func<WorkspaceDefinitions, Roster?> rosterOf)
    {
        var all = new List<DutyStretch>();
        for (var i = 0; i < periods.Count; i++)
        {
            var (from, to, definitions) = periods[i];
            var stretches = rosterOf(definitions)?.Stretches(from, to) ?? [new DutyStretch(from, to, Duty.Nobody)];
            foreach (var whole in stretches)
            {
                var stretch =
                    whole with { Start = i == 0 ? whole.Start : Instant.Max(whole.Start, from),
                        End = i == periods.Count - 1 ? whole.End : Instant.Min(whole.End, to) };
                if (all is [.., var last] && stretch.Duty.Continues(last.Duty)) all[^1] = last with { End = stretch.End };
                else all.Add(stretch);
            }
        }
        return all;
    }

    public static Roster? RosterOf(WorkspaceDefinitions definitions, string team) =>
        definitions.Teams.TryGetValue(team, out var found) ? Roster.Of(definitions, found) : null;

    /// <summary>One layer as if it were alone, without stand-ins.</summary>
    public static Roster? RosterOf(WorkspaceDefinitions definitions, string team, string layer) =>
        definitions.Teams.TryGetValue(team, out var found) && found.Layers.FirstOrDefault(item => item.Name == layer) is { } alone
            ? new(found with { Layers = [alone], Overrides = [] }, [])
            : null;
}
