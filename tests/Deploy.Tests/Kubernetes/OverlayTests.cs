using System.Text.RegularExpressions;
using AiSre.TestHost;
using k8s.Models;

namespace AiSre.Deploy.Tests.Kubernetes;

/// <summary>overlays/prod, copied as docs/deployment.md says and changed where it says.</summary>
public sealed partial class OverlayTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_copy_that_fetches_the_rest_by_git_is_what_the_overlay_is()
    {
        var tree = folder.File("tree");
        Directory.CreateDirectory(Path.Combine(tree, "deploy"));
        Programs.Run("cp", "-r", Repository.Folder("deploy", "kubernetes"), $"{tree}/deploy");
        foreach (var command in (string[])["init -q", "add .", "-c user.name=x -c user.email=x@example.com commit -q -m x", "tag v0.1.0"])
            Programs.RunIn(tree, "git", command.Split(' '));

        var commands = CopyCommands().Match(Repository.Read("docs", "deployment.md")).Groups[1].Value;
        Assert.Contains("version=v0.1.0", commands, StringComparison.Ordinal);
        Programs.RunIn(tree, "bash", "-ec", Home().Replace(commands, $"tree=file://{tree}"));

        var overlay = Path.Combine(tree, "my-overlay");
        var kustomization = Path.Combine(overlay, "kustomization.yaml");
        Assert.DoesNotContain("../..", File.ReadAllText(kustomization), StringComparison.Ordinal);
        Assert.Equal(Rendered.Of("overlays/prod").Text, Rendered.At(overlay).Text);
        File.WriteAllText(kustomization, ProdCopy.Uncommented(File.ReadAllText(kustomization)));
        Assert.Equal(Rendered.Of(Rendered.Everything).Text, Rendered.At(overlay).Text);
    }

    [Fact]
    public void What_is_applied_by_default_needs_no_definitions_of_others()
    {
        Assert.Empty(Rendered.Of("overlays/prod").All<OperatorObject>());
        Assert.NotEmpty(Rendered.Of(Rendered.Everything).All<OperatorObject>());
    }

    [Theory]
    [InlineData("overlays/dev", "http://localhost:8888")]
    [InlineData("overlays/prod", "https://ai-sre.example.com")]
    public void Where_people_reach_it_is_an_ordinary_setting(string overlay, string address) =>
        Assert.Equal(address, Assert.Single(Rendered.Of(overlay).All<V1ConfigMap>()).Data["AI_SRE_PUBLIC_URL"]);

    [Theory]
    [MemberData(nameof(Rendered.Folders), MemberType = typeof(Rendered))]
    public void All_of_it_is_declared_to_be_Production(string overlay) =>
        Assert.Equal("Production", Assert.Single(Rendered.Of(overlay).All<V1ConfigMap>()).Data["ASPNETCORE_ENVIRONMENT"]);

    [Fact]
    public void The_ingress_has_the_host_of_the_address_for_people()
    {
        using var copy = new ProdCopy();
        copy.Edit("kustomization.yaml", text => text.Replace("https://ai-sre.example.com", "https://pages.acme.test", StringComparison.Ordinal));
        var ingress = Assert.Single(copy.Render().All<V1Ingress>()).Spec;
        Assert.Equal("pages.acme.test", Assert.Single(ingress.Rules).Host);
        Assert.Equal(["pages.acme.test"], Assert.Single(ingress.Tls).Hosts);
    }

    [GeneratedRegex("```sh\n(cp -r deploy/kubernetes/overlays/prod .*?)```", RegexOptions.Singleline)]
    private static partial Regex CopyCommands();

    [GeneratedRegex(@"tree=\S+")]
    private static partial Regex Home();
}
