namespace AiSre.Domain.Definitions.Actions;

/// <summary>Names of namespaces with <c>*</c> for any characters and <c>?</c> for one. Costs no more than the product of both lengths.</summary>
public static class NamespaceGlob
{
    public static bool Matches(string glob, string name)
    {
        var (g, n, star, resume) = (0, 0, -1, 0);
        while (n < name.Length)
        {
            if (g < glob.Length && glob[g] == '*') (star, resume, g) = (g, n, g + 1);
            else if (g < glob.Length && (glob[g] == '?' || glob[g] == name[n])) (g, n) = (g + 1, n + 1);
            else if (star >= 0) (g, n, resume) = (star + 1, resume + 1, resume + 1);
            else return false;
        }
        while (g < glob.Length && glob[g] == '*') g++;
        return g == glob.Length;
    }

    public static bool MatchesAny(IEnumerable<string> globs, string name) => globs.Any(glob => Matches(glob, name));
}
