using System.Collections.Immutable;
using System.Text.Json;
using AiSre.Domain.Deploys;
using AiSre.Domain.Deploys.Shapes;
using CsCheck;

namespace AiSre.Domain.Tests.Deploys;

/// <summary>The bodies of tools that tell of deploys.</summary>
public sealed class DeployBodyTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static ToolDeploy? Read(string body, DeployPlace said = default) =>
        DeployBody.Read("ws", JsonElement.Parse(body), static _ => null, said, Now);

    private static Deploy DeployOf(string body, DeployPlace said = default) => Assert.IsType<Deploy>(Read(body, said)?.Deploy);

    private static string GitHub(string state, string at = "2026-03-01T11:58:00Z") => $$$"""
        {"action": "created",
         "deployment_status": {"id": 7, "state": "{{{state}}}", "created_at": "{{{at}}}", "log_url": "https://github.test/bakery/shop/actions/runs/5"},
         "deployment": {"id": 1234567, "sha": "c0ffee00", "ref": "main", "task": "deploy", "environment": "production", "payload": {},
           "created_at": "2026-03-01T11:50:00Z", "creator": {"login": "mia"}},
         "repository": {"id": 3, "name": "shop", "full_name": "bakery/shop", "html_url": "https://github.test/bakery/shop"}, "sender": {"login": "github-actions[bot]"}}
        """;

    private const string GitHubAsked = """
        {"action": "created", "deployment": {"id": 1234567, "sha": "c0ffee00", "ref": "main", "task": "deploy", "environment": "production",
           "payload": {"service": "ovens", "namespace": "bakery", "image": "ovens:9"}, "created_at": "2026-03-01T11:50:00Z", "creator": {"login": "mia"}},
         "repository": {"id": 3, "name": "shop", "full_name": "bakery/shop"}, "sender": {"login": "mia"}}
        """;

    [Fact]
    public void A_deployment_of_GitHub_and_its_states_are_one_deploy()
    {
        var done = DeployOf(GitHub("success"));
        Assert.Equal(
            ("shop", "production", "mia", "c0ffee00", "main", DeployStatus.Succeeded, "github"),
            (done.Service, done.Environment, done.Actor, done.CommitSha, done.Version, done.Status, done.Tool));
        Assert.Equal((Now.AddMinutes(-2), "https://github.test/bakery/shop/actions/runs/5"), (done.At, done.Url));
        Assert.Equal(done.Id, DeployOf(GitHub("in_progress")).Id);
        Assert.Equal(done.Id, DeployOf(GitHubAsked).Id);
        Assert.False(Read(GitHub("success"))!.MayRunAgain);
    }

    [Theory]
    [InlineData("queued", DeployStatus.Pending)]
    [InlineData("pending", DeployStatus.Pending)]
    [InlineData("waiting", DeployStatus.Pending)]
    [InlineData("in_progress", DeployStatus.Started)]
    [InlineData("success", DeployStatus.Succeeded)]
    [InlineData("failure", DeployStatus.Failed)]
    [InlineData("error", DeployStatus.Failed)]
    public void States_of_GitHub_say_how_far_it_is(string state, DeployStatus status) => Assert.Equal(status, DeployOf(GitHub(state)).Status);

    [Fact]
    public void What_a_deployment_carries_says_what_it_is_of()
    {
        var asked = DeployOf(GitHubAsked);
        Assert.Equal(
            ("ovens", "bakery", "ovens:9", DeployStatus.Pending, Now.AddMinutes(-10)),
            (asked.Service, asked.Namespace, asked.Image, asked.Status, asked.At));
    }

    [Fact]
    public void The_address_outweighs_the_body()
    {
        var said = DeployOf(GitHubAsked, new("till", "tills", "prod", "eu-2"));
        Assert.Equal(("till", "tills", "prod", "eu-2"), (said.Service, said.Namespace, said.Environment, said.Cluster));
    }

    [Theory]
    [InlineData("""{"zen": "Keep it logically awesome.", "hook_id": 1}""")]
    [InlineData("""{"ref": "refs/heads/main", "commits": [], "repository": {"full_name": "bakery/shop"}, "sender": {"login": "mia"}}""")]
    public void Other_events_of_GitHub_are_no_deploys(string body)
    {
        var read = Read(body)!;
        Assert.Equal(("github", null), (read.Tool, read.Deploy));
        Assert.Contains("no deploy", read.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void An_older_deployment_that_was_replaced_is_no_deploy() => Assert.Null(Read(GitHub("inactive"))!.Deploy);

    [Fact]
    public void A_deployment_of_GitLab_is_one_run()
    {
        const string body = """
            {"object_kind": "deployment", "status": "canceled", "status_changed_at": "2026-03-01 11:40:00 +0000", "deployment_id": 15, "deployable_id": 796,
             "deployable_url": "https://gitlab.test/bakery/shop/-/jobs/796", "environment": "staging", "short_sha": "279484c0", "ref": "main",
             "project": {"id": 30, "name": "shop", "path_with_namespace": "bakery/shop", "web_url": "https://gitlab.test/bakery/shop"}, "user": {"username": "mia"}}
            """;
        var deploy = DeployOf(body);
        Assert.Equal(
            ("shop", "staging", "mia", "279484c0", DeployStatus.Cancelled, Now.AddMinutes(-20)),
            (deploy.Service, deploy.Environment, deploy.Actor, deploy.CommitSha, deploy.Status, deploy.At));
        Assert.Equal(deploy.Id, DeployOf(body.Replace("canceled", "running", StringComparison.Ordinal)).Id);
        Assert.Null(Read(body.Replace("\"deployment\"", "\"build\"", StringComparison.Ordinal))!.Deploy);
    }

    private static string Argo(string phase, string more = "") =>
        $$"""{"app": "till", "phase": "{{phase}}", "health": "Healthy", "sync": "Synced", "destination_namespace": "tills", "url": "https://argocd.test/applications/till"{{more}}}""";

    [Fact]
    public void A_sync_of_Argo_CD_is_one_run_by_when_it_began()
    {
        const string began = """, "started_at": "2026-03-01T11:48:00Z", "revision": "c0ffee", "image": "till:4" """;
        var running = DeployOf(Argo("Running", began));
        var done = DeployOf(Argo("Succeeded", began + """, "finished_at": "2026-03-01T11:51:00Z" """));
        Assert.Equal(
            ("till", "tills", "c0ffee", "till:4", "argocd", Now.AddMinutes(-12), Now.AddMinutes(-9)),
            (done.Service, done.Namespace, done.CommitSha, done.Image, done.Actor, done.At, done.FinishedAt));
        Assert.Equal((running.Id, DeployStatus.Started, null), (done.Id, running.Status, running.FinishedAt));
        Assert.NotEqual(done.Id, DeployOf(Argo("Running", began.Replace("48", "49", StringComparison.Ordinal))).Id);
        Assert.False(Read(Argo("Running", began))!.MayRunAgain);
    }

    [Fact]
    public void Without_its_beginning_a_sync_of_Argo_CD_is_named_by_its_revision_and_without_both_not_at_all()
    {
        var read = Read(Argo("Failed", """, "revision": "c0ffee" """))!;
        Assert.True(read.MayRunAgain);
        Assert.Equal((DeployStatus.Failed, Now), (read.Deploy!.Status, read.Deploy.At));
        var nameless = Read(Argo("Succeeded"))!;
        Assert.Null(nameless.Deploy);
        Assert.Contains("started_at or revision", nameless.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void An_application_of_Argo_CD_is_read_as_it_is()
    {
        var deploy = DeployOf("""
            {"app": {"metadata": {"name": "till", "namespace": "argocd", "labels": {"app.kubernetes.io/name": "tills"}},
              "spec": {"destination": {"namespace": "shop", "name": "eu-2"}},
              "status": {"operationState": {"phase": "Succeeded", "startedAt": "2026-03-01T11:48:00Z", "finishedAt": "2026-03-01T11:49:00Z",
                "operation": {"initiatedBy": {"username": "mia"}}, "syncResult": {"revision": "c0ffee"}}, "summary": {"images": ["till:4", "proxy:1"]}}},
             "context": {"argocdUrl": "https://argocd.test"}}
            """);
        Assert.Equal(
            ("tills", "shop", "eu-2", "mia", "c0ffee", "till:4", "https://argocd.test/applications/till"),
            (deploy.Service, deploy.Namespace, deploy.Cluster, deploy.Actor, deploy.CommitSha, deploy.Image, deploy.Url));
    }

    private static string Flux(string kind, string severity, string reason, string metadata = """{"revision": "main@sha1:c0ffee", "env": "prod"}""") => $$"""
        {"involvedObject": {"kind": "{{kind}}", "name": "till", "namespace": "tills"}, "metadata": {{metadata}}, "severity": "{{severity}}",
         "reason": "{{reason}}", "message": "m", "reportingController": "kustomize-controller", "timestamp": "2026-03-01T11:55:00Z"}
        """;

    [Theory]
    [InlineData("Kustomization", "info", "Progressing", DeployStatus.Started)]
    [InlineData("Kustomization", "info", "ReconciliationSucceeded", DeployStatus.Succeeded)]
    [InlineData("Kustomization", "error", "HealthCheckFailed", DeployStatus.Failed)]
    [InlineData("HelmRelease", "info", "UpgradeSucceeded", DeployStatus.Succeeded)]
    [InlineData("HelmRelease", "error", "UpgradeFailed", DeployStatus.Failed)]
    public void Flux_tells_of_what_it_applies(string kind, string severity, string reason, DeployStatus status)
    {
        var read = Read(Flux(kind, severity, reason))!;
        Assert.True(read.MayRunAgain);
        Assert.Equal(
            (status, "till", "tills", "prod", "main@sha1:c0ffee", "flux", Now.AddMinutes(-5)),
            (read.Deploy!.Status, read.Deploy.Service, read.Deploy.Namespace, read.Deploy.Environment, read.Deploy.Version, read.Deploy.Actor,
                read.Deploy.At));
    }

    [Fact]
    public void What_Flux_says_of_a_revision_is_one_deploy_whichever_way_it_writes_it()
    {
        var id = DeployOf(Flux("Kustomization", "info", "Progressing")).Id;
        Assert.Equal(id, DeployOf(Flux("Kustomization", "error", "HealthCheckFailed")).Id);
        Assert.Equal(id, DeployOf(Flux(
            "Kustomization", "info", "ReconciliationSucceeded", """{"kustomize.toolkit.fluxcd.io/revision": "main@sha1:c0ffee"}""")).Id);
        Assert.NotEqual(id, DeployOf(Flux("Kustomization", "info", "Progressing", """{"revision": "main@sha1:beef"}""")).Id);
    }

    [Fact]
    public void A_rollback_of_Flux_is_a_run_of_its_own()
    {
        var rollback = Read(Flux("HelmRelease", "info", "RollbackSucceeded"))!;
        Assert.False(rollback.MayRunAgain);
        Assert.NotEqual(DeployOf(Flux("HelmRelease", "error", "UpgradeFailed")).Id, rollback.Deploy!.Id);
    }

    [Theory]
    [InlineData("GitRepository", "info", "NewArtifact")]
    [InlineData("Kustomization", "info", "DependencyNotReady")]
    [InlineData("HelmRelease", "info", "TestSucceeded")]
    public void What_changes_nothing_in_the_cluster_is_no_deploy(string kind, string severity, string reason) =>
        Assert.Null(Read(Flux(kind, severity, reason))!.Deploy);

    [Fact]
    public void An_error_of_Flux_that_names_no_revision_is_no_deploy() =>
        Assert.Null(Read(Flux("Kustomization", "error", "ArtifactFailed", "{}"))!.Deploy);

    [Theory]
    [InlineData("""{"service": "payments-api", "namespace": "production", "image": "payments-api:v2.3.1", "actor": "ci-bot"}""")]
    [InlineData("""{"service": "payments-api", "status": "succeeded", "deployment": "x"}""")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{}")]
    public void Our_own_words_are_no_tools(string body) => Assert.Null(Read(body));

    [Fact]
    public void Nothing_has_happened_in_the_future_and_nothing_is_longer_than_it_may_be()
    {
        var deploy = DeployOf(GitHub("success", "2027-01-01T00:00:00Z").Replace("c0ffee00", new string('c', 900), StringComparison.Ordinal)
            .Replace("\"main\"", "\"a\\nb\\u0000\"", StringComparison.Ordinal));
        Assert.Equal((Now, DeployLimits.Text, "a b"), (deploy.At, deploy.CommitSha!.Length, deploy.Version));
    }

    [Fact]
    public void Every_tool_has_its_shapes()
    {
        Assert.Equal(ImmutableArray.Create("argocd", "flux", "github", "gitlab"), KnownDeployShapes.Tools);
        Assert.Equal(KnownDeployShapes.Tools, KnownDeployShapes.All.Select(shape => shape.Tool).Distinct());
    }

    [Fact]
    public void No_body_breaks_the_reader()
    {
        string[] bodies = [GitHub("success"), GitHubAsked, Argo("Running", """, "revision": "c" """), Flux("Kustomization", "info", "Progressing")];
        string[] values = ["null", "7", "[]", "{}", "\"\"", "[[1]]", "true", "\"0001-01-01T00:00:00Z\"", "-1e999"];
        Gen.Select(Gen.OneOfConst(bodies), Gen.Int[0, 60], Gen.OneOfConst(values)).Sample((body, at, value) =>
        {
            // One value of the body is something else.
            var places = System.Text.RegularExpressions.Regex.Matches(body, """(?<=": )("[^"]*"|\d+|\{\})""");
            var place = places[at % places.Count];
            try
            {
                _ = Read(body[..place.Index] + value + body[(place.Index + place.Length)..]);
            }
            catch (JsonException)
            {
                // What is no JSON is refused before.
            }
        });
    }
}
