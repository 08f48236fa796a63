namespace AiSre.Architecture.Tests;

internal static class Violations
{
    /// <summary>Fails with all of them, a line each.</summary>
    public static void None(string what, IEnumerable<string> found)
    {
        var lines = found.Order(StringComparer.Ordinal).ToList();
        if (lines.Count > 0) Assert.Fail($"{what} ({lines.Count}):{Environment.NewLine}{string.Join(Environment.NewLine, lines)}");
    }
}
