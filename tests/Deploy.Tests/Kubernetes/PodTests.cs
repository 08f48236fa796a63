using k8s.Models;

namespace AiSre.Deploy.Tests.Kubernetes;

public class PodTests
{
    [Theory]
    [MemberData(nameof(Rendered.Folders), MemberType = typeof(Rendered))]
    public void Every_container_runs_without_root_without_privileges_and_on_a_read_only_disk(string folder) =>
        Assert.All(Rendered.Of(folder).Containers(), found =>
        {
            var security = found.Container.SecurityContext;
            Assert.True(security.RunAsNonRoot);
            Assert.True(security.ReadOnlyRootFilesystem);
            Assert.False(security.AllowPrivilegeEscalation);
            Assert.NotEqual(true, security.Privileged);
            Assert.Equal(["ALL"], security.Capabilities.Drop);
            Assert.Null(security.Capabilities.Add);
            Assert.Equal("RuntimeDefault", security.SeccompProfile.Type);
        });

    [Theory]
    [MemberData(nameof(Rendered.Folders), MemberType = typeof(Rendered))]
    public void Every_container_is_probed_and_limited(string folder) =>
        Assert.All(Rendered.Of(folder).Containers(), found =>
        {
            Assert.NotNull(found.Container.StartupProbe);
            Assert.NotNull(found.Container.LivenessProbe);
            Assert.NotNull(found.Container.ReadinessProbe);
            Assert.Equal(["cpu", "memory"], found.Container.Resources.Requests.Keys.Order());
            Assert.Contains("memory", found.Container.Resources.Limits);
            Assert.All(found.Container.Resources.Requests.Where(request => found.Container.Resources.Limits.ContainsKey(request.Key)),
                request => Assert.True(request.Value.ToDecimal() <= found.Container.Resources.Limits[request.Key].ToDecimal(),
                    $"{found.Workload}: {request.Key}"));
        });

    [Theory]
    [MemberData(nameof(Rendered.Folders), MemberType = typeof(Rendered))]
    public void Our_processes_are_restarted_when_they_hang_and_left_alone_when_the_database_is_away(string folder)
    {
        foreach (var made in Rendered.Of(folder).All<V1Deployment>())
        {
            var pod = made.Spec.Template.Spec;
            var container = pod.Containers.Single();
            Assert.Equal("/health/live", container.StartupProbe.HttpGet.Path);
            Assert.Equal("/health/live", container.LivenessProbe.HttpGet.Path);
            Assert.Equal("/health/ready", container.ReadinessProbe.HttpGet.Path);
            Assert.Equal(30, pod.TerminationGracePeriodSeconds);
            Assert.All(new[] { container.StartupProbe, container.LivenessProbe, container.ReadinessProbe },
                probe => Assert.Contains(container.Ports, port => port.Name == probe.HttpGet.Port.Value));
        }
    }

    [Theory]
    [MemberData(nameof(Rendered.Folders), MemberType = typeof(Rendered))]
    public void A_rollout_never_leaves_fewer_processes_than_before_and_spreads_them(string folder) =>
        Assert.All(Rendered.Of(folder).All<V1Deployment>(), made =>
        {
            Assert.Equal("0", made.Spec.Strategy.RollingUpdate.MaxUnavailable.Value);
            Assert.Equal(["kubernetes.io/hostname", "topology.kubernetes.io/zone"],
                made.Spec.Template.Spec.TopologySpreadConstraints.Select(constraint => constraint.TopologyKey).Order());
            Assert.All(made.Spec.Template.Spec.TopologySpreadConstraints,
                constraint => Labels.AssertSelects(constraint.LabelSelector, made.Spec.Template.Metadata.Labels));
        });

    [Theory]
    [MemberData(nameof(Rendered.Folders), MemberType = typeof(Rendered))]
    public void The_ports_of_the_settings_are_those_of_the_containers(string folder)
    {
        var rendered = Rendered.Of(folder);
        var settings = Assert.Single(rendered.All<V1ConfigMap>()).Data;
        var silo = rendered.Named<V1Deployment>("ai-sre-silo").Spec.Template.Spec.Containers.Single().Ports.ToDictionary(port => port.Name,
            port => port.ContainerPort);

        Assert.Equal(int.Parse(settings["AI_SRE_SILO_PORT"], null), silo["silo"]);
        Assert.Equal(int.Parse(settings["AI_SRE_GATEWAY_PORT"], null), silo["gateway"]);
        Assert.Equal($"http://+:{silo["http"]}", settings["ASPNETCORE_URLS"]);
        Assert.Equal((11111, 30000, 8888), (silo["silo"], silo["gateway"], silo["http"]));
    }
}
