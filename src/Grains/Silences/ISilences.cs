using System.Collections.Immutable;
using AiSre.Domain.Silences;

namespace AiSre.Grains.Silences;

/// <summary>This silo's copy of the silences of workspaces.</summary>
public interface ISilences
{
    /// <summary>
    /// At most two seconds old. Answers within half a second, with what it knew last when nothing newer can be had, and with none when it knows
    /// nothing: then people are told.
    /// </summary>
    ValueTask<ImmutableArray<Silence>> OfAsync(string workspace);

    /// <summary>As they are now, for whoever was told that they have changed. Throws when they cannot be had.</summary>
    Task<ImmutableArray<Silence>> FreshAsync(string workspace);
}
