namespace AiSre.Api.Tests.Documents;

internal static class Findings
{
    /// <summary>Fails with all of them in full, so that one run is enough to put them right.</summary>
    public static void None(IEnumerable<string> found)
    {
        var all = found.ToList();
        Assert.True(all.Count is 0, string.Join(Environment.NewLine, all));
    }
}
