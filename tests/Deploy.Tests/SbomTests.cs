using System.Text.Json;
using AiSre.TestHost;

namespace AiSre.Deploy.Tests;

/// <summary>What a program is made of is said: every package that is shipped, with its version, its hash and its licence.</summary>
public sealed class SbomTests : IDisposable
{
    /// <summary>They name a file in place of a licence's identifier.</summary>
    private static readonly string[] WithoutLicence = ["OllamaSharp", "StandardWebhooks"];

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("Silo")]
    [InlineData("Api")]
    public void It_names_every_package_that_a_program_ships_with(string program)
    {
        Programs.Run("bash", Repository.Folder("deploy", "sbom"), program, folder.Path);
        using var bom = JsonDocument.Parse(File.ReadAllText(folder.File("sbom.cdx.json")));
        var root = bom.RootElement;
        Assert.Equal(("CycloneDX", "1.6"), (root.GetProperty("bomFormat").GetString(), root.GetProperty("specVersion").GetString()));
        var product = root.GetProperty("metadata").GetProperty("component");
        Assert.Equal($"AiSre.{program}", product.GetProperty("name").GetString());
        var version = $"<Version>{product.GetProperty("version").GetString()}</Version>";
        Assert.Contains(version, Repository.Read("Directory.Build.props"), StringComparison.Ordinal);

        var components = root.GetProperty("components").EnumerateArray().ToList();
        var named = components
            .Select(component => $"{component.GetProperty("name").GetString()}/{component.GetProperty("version").GetString()}").ToHashSet();
        var shipped = Shipped(program);
        Assert.True(shipped.Count > 20, $"Only {shipped.Count} packages are shipped.");
        Assert.Empty(shipped.Except(named));
        foreach (var component in components)
        {
            var name = component.GetProperty("name").GetString()!;
            Assert.StartsWith($"pkg:nuget/{name}@", component.GetProperty("purl").GetString(), StringComparison.Ordinal);
            Assert.NotEmpty(component.GetProperty("hashes").EnumerateArray());
            Assert.True(WithoutLicence.Contains(name) || HasLicence(component), $"{name} has no licence.");
        }
        Assert.NotEmpty(root.GetProperty("dependencies").EnumerateArray());
    }

    [Theory]
    [InlineData("silo", "Silo")]
    [InlineData("api", "Api")]
    public void An_image_has_its_own(string role, string program) => Assert.Contains(
        $"&& deploy/sbom {program} /app", Repository.Read("deploy", "docker", $"{role}.Dockerfile"), StringComparison.Ordinal);

    private static bool HasLicence(JsonElement component) =>
        component.TryGetProperty("licenses", out var licences) && licences.GetArrayLength() > 0;

    /// <summary>Packages of which a program loads something, by what the build says of it.</summary>
    private static HashSet<string> Shipped(string program)
    {
        var built = Repository.Folder("src", program, "bin", SiloBuild.Configuration, new DirectoryInfo(AppContext.BaseDirectory).Name);
        using var deps = JsonDocument.Parse(File.ReadAllText(Path.Combine(built, $"AiSre.{program}.deps.json")));
        return
        [
            .. deps.RootElement.GetProperty("libraries").EnumerateObject()
                .Where(library => library.Value.GetProperty("type").GetString() == "package").Select(library => library.Name),
        ];
    }
}
