using AiSre.Domain.Definitions;

namespace AiSre.Domain.OnCall;

/// <summary>What a name means that somebody has written: a person or a team of the workspace.</summary>
/// <param name="Name">As it is defined; as it was written where the workspace defines no people, or nobody is called so.</param>
/// <param name="IsKnown">Somebody is called so, or the workspace defines no people: then every name will do.</param>
/// <param name="Nearest">Who was probably meant; null when nobody is called anything like it.</param>
[GenerateSerializer, Immutable, Alias("aisre.named-somebody")]
public sealed record NamedSomebody(
    [property: Id(0)] string Name, [property: Id(1)] bool IsKnown, [property: Id(2)] string? Nearest = null)
{
    /// <param name="definitions">The workspace's.</param>
    /// <param name="name">In any case.</param>
    /// <param name="orTeam">A team may be meant too.</param>
    public static NamedSomebody Of(WorkspaceDefinitions definitions, string name, bool orTeam)
    {
        if (definitions.People.IsEmpty) return new(name, IsKnown: true);
        var names = definitions.People.Keys.Concat(orTeam ? definitions.Teams.Keys : []).Order(StringComparer.Ordinal).ToList();
        return names.Find(known => known.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } found
            ? new(found, IsKnown: true)
            : new(name, IsKnown: false, Spelling.Nearest(name, names));
    }

    /// <summary>Why it is refused, as a sentence.</summary>
    public string Refusal => $"Nobody here is called {Spelling.Shown(Name)}{(Nearest is null ? "." : $"; did you mean {Nearest}?")}";
}
