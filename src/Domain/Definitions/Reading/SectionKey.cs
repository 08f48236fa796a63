namespace AiSre.Domain.Definitions.Reading;

/// <summary>Under which a section's value is kept.</summary>
public abstract class SectionKey
{
    internal abstract bool IsNothing(object? value);
}

/// <param name="nothing">What counts when nobody writes the section.</param>
/// <param name="isNothing">Whether a value says as little as that.</param>
public sealed class SectionKey<T>(T nothing, Func<T, bool> isNothing) : SectionKey
{
    public T Nothing => nothing;

    internal override bool IsNothing(object? value) => isNothing((T)value!);
}
