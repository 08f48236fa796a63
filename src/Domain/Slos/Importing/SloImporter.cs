using System.Collections.Immutable;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Slos.Importing;

/// <summary>
/// Takes SLOs that were written for OpenSLO v1, Sloth (prometheus/v1) or Pyrra (pyrra.dev/v1alpha1), and says of each field what became of it. One of
/// which something is refused is not taken; the others are.
/// </summary>
public static class SloImporter
{
    /// <param name="files">Each may hold several documents.</param>
    /// <param name="workspace">Whose they will be.</param>
    public static SloImport Import(ImmutableArray<DefinitionDocument> files, string workspace)
    {
        var (report, slos) = (new ImportReport(), new List<SloDefinition>());
        foreach (var file in files)
        {
            var problems = new List<DefinitionProblem>();
            foreach (var document in YamlTree.ParseAll(file, problems))
            {
                foreach (var (slo, place) in Read(document, report))
                {
                    if (Problem(slo, slos) is { } problem) report.Add(place, "", ImportVerdict.Refused, problem);
                    else
                    {
                        slos.Add(slo with { Workspace = workspace });
                        foreach (var warning in SloWarningRules.Of(slo)) report.Add(place, "", ImportVerdict.Changed, warning);
                    }
                }
            }
            foreach (var wrong in problems) report.Add(new(wrong.File, wrong.Line, wrong.Column), "", ImportVerdict.Refused, wrong.Message);
        }
        return new([.. slos], report.Lines);
    }

    /// <summary>What is taken must be right in a file of ours too.</summary>
    private static string? Problem(SloDefinition slo, List<SloDefinition> others) => others.Any(other => other.Name == slo.Name)
        ? $"There is an SLO '{slo.Name}' already; give each a name of its own."
        : SloText.Read(new(slo.Name, SloYaml.Write([slo])), slo.Workspace).Problems.FirstOrDefault()?.Message;

    private static IEnumerable<(SloDefinition Slo, TextPlace Place)> Read(YamlNode document, ImportReport report)
    {
        if (ForeignMap.Of(document, "", report) is not { } map) return [];
        var (api, version) = (map.Text("apiVersion"), map.Text("version"));
        if (version == SlothReader.Version) return SlothReader.Read(map, report);
        var slo = api switch
        {
            OpenSloReader.Version => OpenSloReader.Read(map, report),
            PyrraReader.Version => PyrraReader.Read(map, report),
            _ => Unknown(map, api, version),
        };
        return slo is null ? [] : [(slo, document.Place)];
    }

    private static SloDefinition? Unknown(ForeignMap map, string? api, string? version)
    {
        const string allowed =
            $"allowed are apiVersion {OpenSloReader.Version} or {PyrraReader.Version}, and version {SlothReader.Version} of Sloth.";
        if (api is not null) map.Refuse("apiVersion", $"'{Spelling.Shown(api)}' is not known; {allowed}");
        else if (version is not null) map.Refuse("version", $"'{Spelling.Shown(version)}' is not known; {allowed}");
        else map.Refuse("apiVersion", $"This is missing; {allowed}");
        return null;
    }
}
