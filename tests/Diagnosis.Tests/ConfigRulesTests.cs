
namespace AiSre.Diagnosis.Tests;

public sealed class ConfigRulesTests
{
    [Theory]
    [InlineData("secret \"db-login\" not found", "missing_secret_binding")]
    [InlineData("couldn't find key password in Secret shop/db-login", "secret_key_missing")]
    [InlineData("configmap \"settings\" not found", "configmap_missing")]
    [InlineData("couldn't find key mode in ConfigMap shop/settings", "configmap_key_missing")]
    [InlineData("container has runAsNonRoot and image will run as root (pod: \"web\", container: app)", "run_as_root_refused")]
    [InlineData("container has runAsNonRoot and image has non-numeric user (app), cannot verify user is non-root", "run_as_root_refused")]
    public void What_a_container_lacks_to_be_made(string message, string cause)
    {
        Assert.Equal($"{cause} Deployment/shop/web",
            new ClusterSketch().Deployment("web").Waiting("web", "CreateContainerConfigError", message).Answer());
        Assert.Equal(
            $"{cause} Deployment/shop/web",
            new ClusterSketch().Deployment("web").Waiting("web", "CreateContainerConfigError")
                .Event("Pod", "web-6f4-aaaaa", "Failed", "Error: " + message).Answer());
    }

    [Theory]
    [InlineData("MountVolume.SetUp failed for volume \"v\" : secret \"tls\" not found", "missing_secret_binding")]
    [InlineData("MountVolume.SetUp failed for volume \"v\" : configmap \"settings\" not found", "configmap_missing")]
    [InlineData("MountVolume.SetUp failed for volume \"v\" : configmap references non-existent config key: app.yaml", "configmap_key_missing")]
    [InlineData("MountVolume.SetUp failed for volume \"v\" : references non-existent secret key: tls.key", "secret_key_missing")]
    public void What_a_volume_lacks_to_be_mounted(string message, string cause) => Assert.Equal(
        $"{cause} Deployment/shop/web",
        new ClusterSketch().Deployment("web").Waiting("web", "ContainerCreating").Event("Pod", "web-6f4-aaaaa", "FailedMount", message).Answer());

    [Fact]
    public void What_was_missing_before_the_pod_ran_is_no_cause() => Assert.Equal(
        "nothing",
        new ClusterSketch().Deployment("web").Running("web")
            .Event("Pod", "web-6f4-aaaaa", "FailedMount", "MountVolume.SetUp failed for volume \"v\" : secret \"tls\" not found", 9).Answer());

    [Theory]
    [InlineData("{\"level\":\"error\",\"msg\":\"cannot load configuration: yaml: line 5: did not find expected ',' or ']'\"}")]
    [InlineData("nginx: [emerg] unknown directive \"proxy_pas\" in /etc/nginx/nginx.conf:12")]
    [InlineData("FATAL: required environment variable DATABASE_URL is not set")]
    [InlineData("panic: failed to parse config: invalid character '}'")]
    [InlineData("Error: Invalid configuration: unknown field \"replicass\"")]
    [InlineData("Could not resolve placeholder 'payment.url' in value \"${payment.url}\"")]
    public void A_configuration_that_the_application_refuses(string line) => Assert.Equal(
        "config_invalid Deployment/shop/web",
        new ClusterSketch().Deployment("web").Waiting("web", "CrashLoopBackOff", exitCode: 1).Log("web-6f4-aaaaa", "starting", line).Answer());

    [Fact]
    public void The_edit_before_it_is_named() => Assert.Contains(
        "was changed at 2026-05-04 11:47:00Z",
        string.Join(' ', new Engine(Rules.RuleBook.All)
            .Explain(Edited().Log("web-6f4-aaaaa", "failed to parse config: yaml: line 5").Scene()).Hypotheses[0].Claims.Select(claim => claim.Text)),
        StringComparison.Ordinal);

    [Fact]
    public void An_edit_explains_a_crash_only_weakly_and_nothing_of_what_runs_well()
    {
        Assert.Equal("config_changed Deployment/shop/web", Edited().Answer());
        Assert.Equal("nothing", Edited(isCrashing: false).Answer());
        Assert.Equal("config_changed Deployment/shop/web", Edited(minutesAgo: 55).Answer());
        Assert.NotEqual("config_changed Deployment/shop/web", Edited(minutesAgo: 90).Answer());
    }

    private static ClusterSketch Edited(bool isCrashing = true, int minutesAgo = 13) => Web(isCrashing)
        .With(snapshot => snapshot with
        {
            ConfigMaps =
            [
                new()
                {
                    Metadata = new()
                    {
                        Name = "settings", NamespaceProperty = "shop", CreationTimestamp = ClusterSketch.Now.AddDays(-90),
                        ManagedFields = [new() { Manager = "kubectl-edit", Operation = "Update", Time = ClusterSketch.Now.AddMinutes(-minutesAgo) }],
                    },
                },
            ],
        });

    private static ClusterSketch Web(bool isCrashing)
    {
        var web = new ClusterSketch().Deployment(
            "web", spec: spec => spec.Volumes = [new() { Name = "cfg", ConfigMap = new() { Name = "settings" } }]);
        return isCrashing ? web.Waiting("web", "CrashLoopBackOff", exitCode: 1) : web.Running("web");
    }
}
