using System.Collections.Immutable;
using AiSre.Domain.Definitions.Slos;

namespace AiSre.Domain.Slos.Importing;

/// <summary>What became of definitions that were written for another tool.</summary>
/// <param name="Slos">Those that can be taken, in the order of the files.</param>
/// <param name="Report">A line for each field that said something, in the order of the files.</param>
[GenerateSerializer, Immutable, Alias("aisre.slo-import")]
public sealed record SloImport(
    [property: Id(0)] ImmutableArray<SloDefinition> Slos, [property: Id(1)] ImmutableArray<ImportLine> Report)
{
    public bool IsRefused => Report.Any(line => line.Verdict is ImportVerdict.Refused);
}

/// <param name="File">Name of the document.</param>
/// <param name="Line">Counted from 1.</param>
/// <param name="Field">Where in the document, such as <c>spec.objectives[0].target</c>.</param>
/// <param name="Message">A sentence.</param>
[GenerateSerializer, Immutable, Alias("aisre.slo-import-line")]
public sealed record ImportLine(
    [property: Id(0)] string File, [property: Id(1)] int Line, [property: Id(2)] string Field, [property: Id(3)] ImportVerdict Verdict,
    [property: Id(4)] string Message)
{
    public override string ToString() =>
        FormattableString.Invariant($"{File}:{Line}: {Verdict.Name()}: {(Field.Length > 0 ? Field + ": " : "")}{Message}");
}

public enum ImportVerdict
{
    /// <summary>It means here what it meant there.</summary>
    Taken = 0,

    /// <summary>It is written differently here, or could not stay quite the same.</summary>
    Changed = 1,

    /// <summary>Nothing here corresponds to it, and the promise is the same without.</summary>
    LeftOut = 2,

    /// <summary>The SLO would not promise the same, so it is not taken.</summary>
    Refused = 3,
}

public static class ImportVerdicts
{
    public static string Name(this ImportVerdict verdict) => verdict switch
    {
        ImportVerdict.Taken => "taken",
        ImportVerdict.Changed => "changed",
        ImportVerdict.LeftOut => "left out",
        _ => "refused",
    };
}
