namespace AiSre.Domain.Demo.Script;

/// <summary>Numbers that look like chance and are the same for the same seed, in every version of the runtime (SplitMix64).</summary>
internal sealed class DemoDice(ulong seed)
{
    private ulong state = seed;

    /// <summary>From 0 to <paramref name="below"/>, not included.</summary>
    public int Below(int below) => (int)(Next() % (ulong)below);

    public int Between(int from, int to) => from + Below(to - from + 1);

    public bool OneIn(int times) => Below(times) == 0;

    public T OneOf<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    /// <summary>So many characters of names that clusters make up, such as the end of a pod's.</summary>
    public string Letters(int count)
    {
        const string alphabet = "bcdfghjklmnpqrstvwxz2456789";
        return string.Create(count, this, static (text, dice) =>
        {
            for (var i = 0; i < text.Length; i++) text[i] = alphabet[dice.Below(alphabet.Length)];
        });
    }

    private ulong Next()
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
