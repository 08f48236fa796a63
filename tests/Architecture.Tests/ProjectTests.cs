using System.Xml.Linq;
using ArchUnitNET.xUnitV3;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace AiSre.Architecture.Tests;

/// <summary>Who may know whom: the table "Projects" in docs/architecture.md.</summary>
public sealed class ProjectTests
{
    /// <summary>The references that a project has of its own; what those know comes with them.</summary>
    private static readonly Dictionary<string, string[]> MayReference = new()
    {
        ["Domain"] = [],
        ["Grains.Interfaces"] = ["Domain"],
        ["Grains"] = ["Grains.Interfaces"],
        ["Storage"] = ["Grains"],
        ["Diagnosis"] = ["Domain"],
        ["Integrations"] = ["Grains", "Diagnosis"],
        ["Console"] = ["Grains.Interfaces"],
        ["Api"] = ["Grains.Interfaces", "Console"],
        ["Silo"] = ["Api", "Grains", "Integrations", "Storage", "Console"],
    };

    /// <summary>Libraries without input, output or clock: docs/decisions/0020-pure-libraries-in-domain.md.</summary>
    private static readonly string[] PureLibraries =
        ["Cronos", "DiffPlex", "Ical.Net", "Microsoft.Orleans.Sdk", "NodaTime", "System.IO.Hashing", "YamlDotNet"];

    public static TheoryData<string> Projects => [.. House.Projects];

    [Theory, MemberData(nameof(Projects))]
    public void A_project_references_what_the_table_allows(string project) =>
        Violations.None(
        "References that docs/architecture.md does not know",
        References(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path)).Except(MayReference[project]));

    [Theory, MemberData(nameof(Projects))]
    public void A_project_uses_no_type_of_one_that_it_may_not_know(string project)
    {
        foreach (var other in House.Projects.Except(Known(project)))
        {
            Types().That().ResideInAssembly(House.Assemblies[project])
                .Should().NotDependOnAny(Types().That().ResideInAssembly(House.Assemblies[other]))
                .WithoutRequiringPositiveResults().Check(House.Built);
        }
    }

    [Fact]
    public void Domain_has_pure_libraries_only() =>
        Violations.None("Libraries that may not be pure", References("Domain", "PackageReference").Except(PureLibraries));

    [Fact]
    public void Diagnosis_takes_the_records_of_Kubernetes_and_not_its_client() =>
        Violations.None("More than records", House.Read("Diagnosis").SelectMany(type => type.Dependencies.Select(dependency => dependency.Target))
            .Where(used => used.Assembly.Name.StartsWith("KubernetesClient", StringComparison.Ordinal)
                && used.Namespace.FullName is not "k8s.Models" && used.Name is not ("IKubernetesObject`1" or "IKubernetesObject" or "IMetadata`1"))
            .Select(used => used.FullName).Distinct());

    [Fact]
    public void The_API_knows_no_database() =>
        Violations.None("Databases",
            References("Api", "PackageReference").Intersect(["Npgsql", "Microsoft.Data.Sqlite", "Microsoft.Orleans.Persistence.AdoNet"]));

    private static IEnumerable<string> Known(string project) => MayReference[project].SelectMany(Known).Append(project);

    private static IEnumerable<string> References(string project, string kind) =>
        XDocument.Load(Path.Combine(House.Repository, "src", project, $"{project}.csproj")).Descendants(kind)
            .Select(reference => reference.Attribute("Include")!.Value);
}
