using k8s.Models;

namespace AiSre.Deploy.Tests.Kubernetes;

public class ManifestTests
{
    [Theory]
    [MemberData(nameof(Rendered.Folders), MemberType = typeof(Rendered))]
    public void Every_document_is_read_by_the_models_of_Kubernetes_and_knows_no_other_field(string folder)
    {
        var rendered = Rendered.Of(folder);
        var documents = rendered.Text.Split("\n---\n").Length;

        Assert.Equal(documents, rendered.Objects.Count);
        Assert.All(rendered.Objects, found => Assert.False(string.IsNullOrEmpty(found.Metadata.Name)));
        Assert.Equal(documents, rendered.Objects.Select(found => (found.Kind, found.Metadata.Name)).Distinct().Count());
    }

    [Fact]
    public void A_field_that_Kubernetes_does_not_know_is_noticed()
    {
        var wrong = Rendered.Of("base").Text.Replace("terminationGracePeriodSeconds:", "terminationGraceSeconds:", StringComparison.Ordinal);
        Assert.ThrowsAny<Exception>(() => k8s.KubernetesYaml.LoadAllFromString(wrong, strict: true));
    }

    [Theory]
    [MemberData(nameof(Rendered.Folders), MemberType = typeof(Rendered))]
    public void All_lies_in_one_namespace_that_admits_only_restricted_pods(string folder)
    {
        var rendered = Rendered.Of(folder);
        var home = Assert.Single(rendered.All<V1Namespace>());

        Assert.Equal("restricted", home.Metadata.Labels["pod-security.kubernetes.io/enforce"]);
        Assert.All(rendered.Objects.Where(found => found is not (V1Namespace or V1ClusterRole or V1ClusterRoleBinding)),
            found => Assert.Equal(home.Metadata.Name, found.Metadata.NamespaceProperty));
    }

    [Theory]
    [MemberData(nameof(Rendered.Folders), MemberType = typeof(Rendered))]
    public void Secrets_come_by_reference_only(string folder)
    {
        var rendered = Rendered.Of(folder);
        Assert.Empty(rendered.All<V1Secret>());
        foreach (var (workload, container) in rendered.Containers())
        foreach (var variable in (container.Env ?? []).Where(variable => IsSecret(variable.Name)))
            // $(NAME) takes the value of another variable of the same container.
            Assert.True(variable.ValueFrom?.SecretKeyRef is not null || variable.Value?.StartsWith("$(", StringComparison.Ordinal) is true,
                $"{workload}: {variable.Name} is written out");
        Assert.All(rendered.All<V1ConfigMap>().SelectMany(map => map.Data.Keys), name => Assert.False(IsSecret(name), $"{name} is in a ConfigMap"));

        static bool IsSecret(string name) =>
            new[] { "PASSWORD", "AUTH", "KEY", "TOKEN", "SECRET", "AI_SRE_POSTGRES", "AI_SRE_REDIS" }.Any(name.Contains);
    }

    [Theory]
    [MemberData(nameof(Rendered.Folders), MemberType = typeof(Rendered))]
    public void A_silo_gets_the_databases_and_its_own_address_an_API_the_keys_and_no_database(string folder)
    {
        var rendered = Rendered.Of(folder);
        var silo = Environment(rendered.Named<V1Deployment>("ai-sre-silo"));
        var api = Environment(rendered.Named<V1Deployment>("ai-sre-api"));

        Assert.Equal(["AI_SRE_ADVERTISED_IP", "AI_SRE_POSTGRES", "AI_SRE_REDIS", "POD_NAMESPACE"], silo.Keys.Order());
        Assert.Equal("metadata.namespace", silo["POD_NAMESPACE"].ValueFrom.FieldRef.FieldPath);
        Assert.Equal("status.podIP", silo["AI_SRE_ADVERTISED_IP"].ValueFrom.FieldRef.FieldPath);
        Assert.Equal(["AI_SRE_API_KEYS", "AI_SRE_REDIS"], api.Keys.Order());

        static Dictionary<string, V1EnvVar> Environment(V1Deployment made) =>
            made.Spec.Template.Spec.Containers.Single().Env.ToDictionary(variable => variable.Name);
    }
}
