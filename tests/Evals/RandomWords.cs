namespace AiSre.Evals;

/// <summary>Words of letters and digits that could be names in Kubernetes and mean nothing. No two are alike.</summary>
internal sealed class RandomWords(int seed, string id)
{
    private const string Consonants = "bdfgklmnprstvz";
    private const string Vowels = "aeiou";
    private readonly Random random = By(seed, id);
    private readonly HashSet<string> said = [];
    private readonly Dictionary<string, string> parts = [];

    /// <summary>The same for the same seed and case, in every process.</summary>
    public static Random By(int seed, string id) => new(id.Aggregate(seed * 7919, (sum, letter) => unchecked((sum * 31) + letter)));

    public bool Tosses() => this.random.Next(2) == 0;

    public string Name() => this.random.Next(3) == 0 ? Word() : $"{Word()}-{Word()}";

    /// <summary>The same word for the same part.</summary>
    public string Of(string part) => this.parts.TryGetValue(part, out var word) ? word : this.parts[part] = Word();

    public string Word()
    {
        while (true)
        {
            var word = string.Concat(Enumerable.Range(0, this.random.Next(2, 4)).Select(_ => $"{One(Consonants)}{One(Vowels)}"))
                + One(Consonants) + (this.random.Next(4) == 0 ? $"{this.random.Next(2, 10)}" : "o");
            if (this.said.Add(word)) return word;
        }
    }

    private char One(string of) => of[this.random.Next(of.Length)];
}
