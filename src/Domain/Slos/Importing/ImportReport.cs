using System.Collections.Immutable;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Slos.Importing;

/// <summary>What has been said of the fields so far.</summary>
internal sealed class ImportReport
{
    private readonly List<ImportLine> lines = [];

    public int Refusals { get; private set; }

    public ImmutableArray<ImportLine> Lines => [.. lines];

    public void Add(TextPlace place, string field, ImportVerdict verdict, string message)
    {
        if (verdict is ImportVerdict.Refused) Refusals++;
        // Queries may have several lines; a report has one for each field.
        lines.Add(new(place.File, place.Line, field, verdict, message.ReplaceLineEndings(" ")));
    }
}
