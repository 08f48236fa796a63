using System.Collections.Immutable;

namespace AiSre.Domain.Definitions.Reading;

/// <summary>What each section says. Sections are not known here: each keeps its value under a key of its own.</summary>
public sealed class SectionValues
{
    private readonly ImmutableDictionary<SectionKey, object?> values;

    private SectionValues(ImmutableDictionary<SectionKey, object?> values) => this.values = values;

    public static SectionValues Empty { get; } = new(ImmutableDictionary<SectionKey, object?>.Empty);

    /// <summary>No section says anything.</summary>
    public bool IsEmpty => values.All(entry => entry.Key.IsNothing(entry.Value));

    public T Of<T>(SectionKey<T> key) => values.TryGetValue(key, out var value) ? (T)value! : key.Nothing;

    public SectionValues With<T>(SectionKey<T> key, T value) => new(values.SetItem(key, value));
}
