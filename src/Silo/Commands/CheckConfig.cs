using System.CommandLine;
using AiSre.Api.Settings;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Clusters;
using AiSre.Domain.Escalation;
using AiSre.Integrations;
using AiSre.Silo.Definitions;

namespace AiSre.Silo.Commands;

/// <summary>Checks the operator's files as a start would.</summary>
internal static class CheckConfig
{
    public const string Name = "check-config";

    /// <summary>Ends with 0 when everything is right, and with 1 when something is wrong.</summary>
    public static Command Command(TextWriter output, Func<string, string?> environment)
    {
        var folder = new Argument<string?>("dir")
        {
            Description = $"Folder of the definitions. Default: {AiSreSettings.ConfigDirectory.Name}, else ./config.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var check = new Command(Name,
            "Checks the definitions as a start would, starts nothing, and exits with 0 when they are right and 1 when they are not.") { folder };
        check.SetAction(result => Check(result.GetValue(folder) ?? environment(AiSreSettings.ConfigDirectory.Name), output, environment));
        return check;
    }

    private static int Check(string? named, TextWriter output, Func<string, string?> environment)
    {
        var directory = named is { Length: > 0 } ? named : AiSreSettings.ConfigDirectory.Fallback;
        if (!Directory.Exists(directory))
        {
            output.WriteLine($"There is no folder {Path.GetFullPath(directory)}.");
            return 1;
        }
        var reader = new DefinitionsReader(DefinitionSections.Of(Channels.Types));
        var folder = new DefinitionsFolder(Path.GetFullPath(directory), reader);
        var content = folder.Read();
        var reading = folder.Check(content, environment);
        foreach (var problem in reading.Problems) output.WriteLine((problem with { File = Path.Combine(directory, problem.File) }).ToString());
        var isRight = Topology(directory, output) & Clusters(directory, output, environment);
        if (reading.Definitions is not { } definitions)
        {
            output.WriteLine($"{reading.Problems.Length} problem{(reading.Problems.Length == 1 ? "" : "s")}; a silo would not start.");
            return 1;
        }
        var others = folder.Others().ToLookup(static file => file is TopologyFile.Name or ClustersFile.Name);
        foreach (var file in others[false]) output.WriteLine(Warning($"{Path.Combine(directory, file)} is not read; {Names(reader)}"));
        if (content.Documents.IsEmpty && !others[true].Any())
        {
            output.WriteLine($"There are no definitions in {Path.GetFullPath(directory)}; {Names(reader)}.");
            return 1;
        }
        Summarize(reader.Summarize(definitions), content.Documents.Length, output);
        Warn(CoverageRules.Of(definitions), output);
        if (content.Documents.IsEmpty)
            output.WriteLine(Warning($"{Path.GetFullPath(directory)} defines nobody to tell: everything is told to the log."));
        return isRight ? 0 : 1;
    }

    private static string Names(DefinitionsReader reader) =>
        $"files are read whose names begin with one of {string.Join(", ", reader.Folders)}, and those in folders of these names";

    private static bool Topology(string directory, TextWriter output)
    {
        try
        {
            _ = TopologyFile.Read(directory);
            return true;
        }
        catch (SettingException exception)
        {
            output.WriteLine(exception.Message);
            return false;
        }
    }

    private static bool Clusters(string directory, TextWriter output, Func<string, string?> environment)
    {
        var (clusters, problems) = ClustersFile.Read(directory, environment);
        foreach (var problem in problems) output.WriteLine((problem with { File = Path.Combine(directory, problem.File) }).ToString());
        if (clusters is { All.Length: > 0 })
        {
            output.WriteLine(Line("clusters", [.. clusters.All.Select(cluster => cluster.Name)]));
            foreach (var workspace in clusters.All.SelectMany(cluster => cluster.Shares.All).Select(share => share.Workspace).Distinct())
                output.WriteLine(Line($"of {workspace}", [.. clusters.Of(workspace).Select(cluster => Share(cluster, workspace, clusters))]));
        }
        return clusters is not null;
    }

    private static string Share(ClusterDefinition cluster, string workspace, ClusterDefinitions clusters)
    {
        var globs = string.Join(' ', cluster.Shares.All.Where(share => share.Workspace == workspace).SelectMany(share => share.Namespaces));
        return $"{cluster.Name} {globs}{(cluster.Name == clusters.DefaultOf(workspace) ? " (default)" : "")}";
    }

    private static void Summarize(DefinitionsSummary summary, int files, TextWriter output)
    {
        output.WriteLine($"{files} definition file{(files == 1 ? "" : "s")}, nothing wrong.");
        foreach (var line in summary.Lines) output.WriteLine(Line(line.What, line.Names));
    }

    private static string Warning(string words) => $"{"warning",18}: {words}";

    private static void Warn(Coverage coverage, TextWriter output)
    {
        foreach (var line in coverage.Paging) output.WriteLine($"{"pages",18}: {line}");
        foreach (var warning in coverage.Warnings) output.WriteLine(Warning(warning));
    }

    private static string Line(string what, IReadOnlyList<string> names) => $"{what,18}: {(names.Count == 0 ? "none" : string.Join(", ", names))}";
}
