namespace AiSre.Domain.Tests.History;

/// <summary>The labelled sets, which are tab-separated files beside the tests.</summary>
internal static class LabelledSets
{
    public static IEnumerable<string[]> Rows(string name)
    {
        using var stream = typeof(LabelledSets).Assembly.GetManifestResourceStream($"history/{name}.tsv")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t'))];
    }
}
