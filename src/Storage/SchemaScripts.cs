using System.Globalization;

namespace AiSre.Storage;

/// <summary>The schema's numbered scripts, embedded in this assembly: <c>Schema/001_ledger.sqlite.sql</c> and later ones.</summary>
internal static class SchemaScripts
{
    /// <summary>The scripts of one dialect, in order.</summary>
    public static IEnumerable<(int Number, string Sql)> For(string dialect)
    {
        var assembly = typeof(SchemaScripts).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith($".{dialect}.sql", StringComparison.Ordinal))
            .Select(name => (Number: NumberOf(name), Name: name))
            .OrderBy(script => script.Number)
            .Select(script => (script.Number, Read(script.Name)));

        string Read(string name)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return reader.ReadToEnd();
        }
    }

    // AiSre.Storage.Schema.001_ledger.sqlite.sql
    private static int NumberOf(string resource)
    {
        var file = resource[(resource.IndexOf(".Schema.", StringComparison.Ordinal) + ".Schema.".Length)..];
        return int.Parse(file.AsSpan(0, 3), CultureInfo.InvariantCulture);
    }
}
