using k8s.Models;

namespace AiSre.Deploy.Tests.Kubernetes;

/// <summary>What names something else names something that is there.</summary>
public class ReferenceTests
{
    [Theory]
    [MemberData(nameof(Rendered.Folders), MemberType = typeof(Rendered))]
    public void Workloads_select_their_own_pods_and_nobody_elses(string folder)
    {
        var workloads = Rendered.Of(folder).Workloads().ToList();
        foreach (var workload in workloads)
        {
            Labels.AssertSelects(workload.Selector, workload.Template.Metadata.Labels);
            Assert.Single(workloads, other => Labels.Selects(workload.Selector.MatchLabels, other.Template.Metadata.Labels));
        }
    }

    [Theory]
    [MemberData(nameof(Rendered.Folders), MemberType = typeof(Rendered))]
    public void Services_lead_to_one_workload_and_to_ports_that_it_has(string folder)
    {
        var rendered = Rendered.Of(folder);
        foreach (var service in rendered.All<V1Service>().Where(service => service.Metadata.Name != "ai-sre-closed"))
        {
            var target = Assert.Single(rendered.Workloads(), workload => Labels.Selects(service.Spec.Selector, workload.Template.Metadata.Labels));
            var ports = target.Template.Spec.Containers.SelectMany(container => container.Ports).ToList();
            Assert.All(service.Spec.Ports,
                port => Assert.Contains(ports, found => found.Name == port.TargetPort.Value && found.ContainerPort == port.Port));
        }
    }

    [Theory]
    [MemberData(nameof(Rendered.Folders), MemberType = typeof(Rendered))]
    public void A_budget_of_each_role_lets_nodes_be_drained_one_pod_at_a_time(string folder)
    {
        var rendered = Rendered.Of(folder);
        var covered = rendered.All<V1PodDisruptionBudget>().Select(budget =>
        {
            Assert.Equal("1", budget.Spec.MaxUnavailable.Value);
            return Assert.Single(rendered.Workloads(),
                workload => Labels.Selects(budget.Spec.Selector.MatchLabels, workload.Template.Metadata.Labels)).Name;
        });
        Assert.Equal(["ai-sre-api", "ai-sre-silo"], covered.Order());
    }

    [Theory]
    [MemberData(nameof(Rendered.Folders), MemberType = typeof(Rendered))]
    public void An_autoscaler_scales_a_Deployment_that_names_no_count_itself(string folder)
    {
        var rendered = Rendered.Of(folder);
        var scaled = rendered.All<V2HorizontalPodAutoscaler>().Select(scaler =>
        {
            Assert.Equal("Deployment", scaler.Spec.ScaleTargetRef.Kind);
            Assert.InRange(scaler.Spec.MinReplicas!.Value, 2, scaler.Spec.MaxReplicas);
            Assert.Null(rendered.Named<V1Deployment>(scaler.Spec.ScaleTargetRef.Name).Spec.Replicas);
            return scaler.Spec.ScaleTargetRef.Name;
        }).ToList();
        var expected = folder switch
        {
            "base" => ["ai-sre-api"],
            "overlays/dev" => [],
            _ => (string[])["ai-sre-api", "ai-sre-silo"],
        };
        Assert.Equal(expected, scaled.Order());
    }

    [Fact]
    public void Silos_leave_one_by_one_and_long_after_the_storm()
    {
        var down = Rendered.Of("overlays/prod").Named<V2HorizontalPodAutoscaler>("ai-sre-silo").Spec.Behavior.ScaleDown;
        Assert.True(down.StabilizationWindowSeconds >= 600);
        Assert.Equal(("Pods", 1), Assert.Single(down.Policies.Select(policy => (policy.Type, policy.Value))));
    }

    [Theory]
    [MemberData(nameof(Rendered.Folders), MemberType = typeof(Rendered))]
    public void Settings_volumes_and_accounts_that_pods_name_are_there(string folder)
    {
        var rendered = Rendered.Of(folder);
        foreach (var made in rendered.All<V1Deployment>())
        {
            var pod = made.Spec.Template.Spec;
            Assert.All(pod.Containers.SelectMany(container => container.EnvFrom).Where(source => source.SecretRef is not { Optional: true }),
                source => rendered.Named<V1ConfigMap>(source.ConfigMapRef.Name));
            Assert.All(pod.Containers.SelectMany(container => container.VolumeMounts ?? []),
                mount => Assert.Contains(pod.Volumes, volume => volume.Name == mount.Name));
            rendered.Named<V1ServiceAccount>(pod.ServiceAccountName);
        }
    }

    [Fact]
    public void The_ingress_speaks_TLS_leads_to_the_API_and_closes_the_metrics()
    {
        var rendered = Rendered.Of("overlays/prod");
        var ingress = Assert.Single(rendered.All<V1Ingress>()).Spec;
        var rule = Assert.Single(ingress.Rules);
        Assert.Equal([rule.Host], Assert.Single(ingress.Tls).Hosts);

        var paths = rule.Http.Paths.ToDictionary(path => path.Path);
        Assert.All(paths.Values,
            path => Assert.Contains(rendered.Named<V1Service>(path.Backend.Service.Name).Spec.Ports,
                port => port.Name == path.Backend.Service.Port.Name));
        Assert.Equal("ai-sre-api", paths["/"].Backend.Service.Name);
        // Exact, because /metrics/export is an endpoint like others.
        Assert.Equal("Exact", paths["/metrics"].PathType);
        Assert.Null(rendered.Named<V1Service>(paths["/metrics"].Backend.Service.Name).Spec.Selector);
    }

    [Fact]
    public void Both_roles_are_scraped_under_the_jobs_that_rules_and_dashboard_name()
    {
        var rendered = Rendered.Of(Rendered.Everything);
        var jobs = rendered.All<ServiceMonitor>().Select(monitor =>
        {
            var service =
                Assert.Single(rendered.All<V1Service>(),
                    service => Labels.Selects(monitor.Spec.Selector.MatchLabels, service.Metadata.Labels ?? new Dictionary<string, string>()));
            var endpoint = Assert.Single(monitor.Spec.Endpoints);
            Assert.Contains(service.Spec.Ports, port => port.Name == endpoint.Port);
            Assert.Equal("/metrics", endpoint.Path);
            return service.Metadata.Name;
        });
        Assert.Equal(["ai-sre-api", "ai-sre-silo"], jobs.Order());
    }
}
