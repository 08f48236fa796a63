using AiSre.Storage.Files;

namespace AiSre.Storage;

/// <summary>The number of the last script of a schema, by which a program knows a database that is beyond it.</summary>
internal static class SchemaNumber
{
    /// <summary>The last that this program has.</summary>
    public static int Newest(string dialect) => SchemaScripts.For(dialect).Max(static script => script.Number);

    /// <summary>A later program may have given columns a meaning that this one would write over.</summary>
    public static void Refuse(string where, long number, string dialect)
    {
        if (number > Newest(dialect))
            throw new UnusableDataException($"{where} was written by a newer version: its schema is {number}, this program knows {Newest(dialect)}. "
                + "Start the newer version, or restore a backup that is older than it.");
    }
}
