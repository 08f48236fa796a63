using System.Text.RegularExpressions;
using AiSre.TestHost;

namespace AiSre.Deploy.Tests.Kubernetes;

/// <summary>A copy of overlays/prod outside of the tree, to be changed as people change theirs; the rest it takes from this tree.</summary>
internal sealed partial class ProdCopy : IDisposable
{
    private readonly TempFolder home = new();

    public ProdCopy()
    {
        Directory.CreateDirectory(Folder);
        foreach (var file in Directory.GetFiles(Repository.Folder("deploy", "kubernetes", "overlays", "prod")))
            File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)));
        var tree = Path.GetRelativePath(Folder, Repository.Folder("deploy", "kubernetes"));
        Edit("kustomization.yaml", text => text.Replace("../..", tree, StringComparison.Ordinal));
    }

    public string Folder => home.File("my-overlay");

    public void Edit(string file, Func<string, string> change) =>
        File.WriteAllText(Path.Combine(Folder, file), change(File.ReadAllText(Path.Combine(Folder, file))));

    /// <summary>Takes the components too that are there as comments.</summary>
    public void TakeEverything() => Edit("kustomization.yaml", Uncommented);

    public Rendered Render() => Rendered.At(Folder);

    public void Dispose() => home.Dispose();

    internal static string Uncommented(string kustomization) => Mentioned().Replace(kustomization, "  - ");

    [GeneratedRegex("^  # - ", RegexOptions.Multiline)]
    private static partial Regex Mentioned();
}
