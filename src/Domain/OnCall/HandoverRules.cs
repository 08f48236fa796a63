using System.Collections.Immutable;
using AiSre.Domain.Definitions.OnCall;
using NodaTime;

namespace AiSre.Domain.OnCall;

/// <summary>
/// What an edited rotation starts with (docs/rules/on-call.md). A definition says nothing of <see cref="RotationLayer.IndexOffset"/>, so every new
/// revision passes through here.
/// </summary>
public static class HandoverRules
{
    /// <summary>
    /// The team as it is to be put in force at <paramref name="now"/>. Layers are the same when they have the same name; whoever has a layer's turn
    /// keeps it when the number of members or the length of a shift changes.
    /// </summary>
    /// <param name="before">The team of the revision that is in force, offsets included; null when the team is new.</param>
    /// <param name="after">The team as it was read from its definition.</param>
    public static Team Reanchor(Team? before, Team after, Instant now) => before is null ? after : after with
    {
        Layers =
            [.. after.Layers.Select(
                layer =>
                before.Layers.FirstOrDefault(old => OnCallRules.IsSame(old.Name, layer.Name)) is { } old ? Reanchor(old, layer, now) : layer)],
    };

    /// <summary>
    /// As many members as before: places stay, so the new order counts from now and somebody who was replaced has handed over his place. More or
    /// fewer, or other shifts: the person on duty stays; one who is no longer a member hands over to whoever came next. Another start says itself who
    /// begins.
    /// </summary>
    public static RotationLayer Reanchor(RotationLayer before, RotationLayer after, Instant now)
    {
        if (before.Start != after.Start) return after;
        if (before.Members.Length == after.Members.Length && before.Every == after.Every) return after with { IndexOffset = before.IndexOffset };
        if (now < RotationRules.Boundary(before, 0) || now < RotationRules.Boundary(after, 0)) return after;
        var index = RotationRules.MemberIndex(before, RotationRules.NumberAt(before, now));
        if (PlaceOf(before.Members, index, after.Members) is not { } place) return after with { IndexOffset = before.IndexOffset };
        var offset = RotationRules.Modulo((long)place - RotationRules.NumberAt(after, now), after.Members.Length);
        return after with { IndexOffset = offset };
    }

    /// <summary>
    /// Where whoever is on duty, or the next one who is still there, has his place now. Somebody who has several gets the one before the same
    /// neighbour.
    /// </summary>
    private static int? PlaceOf(ImmutableArray<string> before, int index, ImmutableArray<string> after)
    {
        for (var step = 0; step < before.Length; step++)
        {
            var (person, neighbour) = (before[(index + step) % before.Length], before[(index + step + 1) % before.Length]);
            var places = Enumerable.Range(0, after.Length).Where(place => OnCallRules.IsSame(after[place], person)).ToList();
            if (places.Count == 0) continue;
            var best = places.FindIndex(place => OnCallRules.IsSame(after[(place + 1) % after.Length], neighbour));
            return places[Math.Max(best, 0)];
        }
        return null;
    }
}
