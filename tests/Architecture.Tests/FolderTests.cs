using System.Text.RegularExpressions;
using ArchUnitNET.Domain;

namespace AiSre.Architecture.Tests;

/// <summary>Inside a project folders are layers: one that uses another is not used by it, nor by way of a third.</summary>
public sealed partial class FolderTests
{
    /// <summary>Files that put a project together know every folder of it, and no folder knows them.</summary>
    private static readonly Dictionary<string, string[]> CompositionRoots = new()
    {
        ["Api"] = ["AiSreApi", "Program"],
        ["Integrations"] = ["IntegrationServices"],
        ["Silo"] = ["Program"],
        ["Storage"] = ["StorageServices"],
    };

    public static TheoryData<string> Projects => [.. House.Projects];

    [Theory, MemberData(nameof(Projects))]
    public void Folders_of_a_project_form_no_circle(string project)
    {
        var uses = new FolderGraph();
        foreach (var type in Members(project))
        {
            foreach (var target in House.UsedBy(type).Where(target => target.Assembly?.Name == type.Assembly.Name))
                uses.Add(type.Namespace.FullName, target.Namespace.FullName, $"{type.Name} uses {target.Name}");
        }

        foreach (var (file, folder, type) in Named(project)) uses.Add(folder, type.Namespace.FullName, $"{Path.GetFileName(file)} names {type.Name}");

        Violations.None("Folders that use each other", uses.Circles(Members(project).Select(type => type.Namespace.FullName).ToHashSet()));
    }

    [Theory, MemberData(nameof(Projects))]
    public void A_namespace_is_its_folder(string project)
    {
        // Interfaces and grains of one feature share a namespace.
        var root = project is "Grains.Interfaces" ? $"{House.Root}.Grains" : $"{House.Root}.{project}";
        var wrong = new List<string>();
        foreach (var file in House.SourceFiles($"src/{project}"))
        {
            var folder = Path.GetRelativePath(Path.Combine(House.Repository, "src", project), Path.GetDirectoryName(file)!);
            var expected = folder is "." ? root : $"{root}.{folder.Replace('/', '.')}";
            if (Namespace().Match(File.ReadAllText(file)) is { Success: true } match && match.Groups[1].Value != expected)
                wrong.Add($"{House.Relative(file)}: {match.Groups[1].Value}");
        }

        Violations.None("Namespaces that are not called like their folder", wrong);
    }

    /// <summary>The compiler leaves no trace of a constant's home or of a nameof; a file that has a using and then the name does.</summary>
    private static IEnumerable<(string File, string Folder, IType Type)> Named(string project)
    {
        var types = Members(project).Where(type => !type.IsNested).ToLookup(type => type.Namespace.FullName);
        return
            from file in House.SourceFiles($"src/{project}")
            where !IsCompositionRoot(project, Path.GetFileNameWithoutExtension(file))
            let code = Comment().Replace(File.ReadAllText(file), "")
            let words = Word().Matches(code).Select(word => word.Value).ToHashSet()
            from Match use in Using().Matches(code)
            from type in types[use.Groups["folder"].Value]
            where words.Contains(type.Name)
            select (file, Namespace().Match(code).Groups[1].Value, type);
    }

    private static IEnumerable<IType> Members(string project) =>
        House.Read(project).Where(type => !IsCompositionRoot(project, type.Name));

    private static bool IsCompositionRoot(string project, string name) => CompositionRoots.GetValueOrDefault(project, []).Contains(name);

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex("//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\b[A-Z]\w*\b")]
    private static partial Regex Word();

    [GeneratedRegex(@"^using (?:(?:static |\w+ = )(?<folder>AiSre\.[\w.]+)\.\w+|(?<folder>AiSre\.[\w.]+));", RegexOptions.Multiline)]
    private static partial Regex Using();
}
