using System.Text.Json;
using AiSre.Domain.Alerts;
using AiSre.Domain.Alerts.Recognition;
using static AiSre.Domain.Tests.Alerts.Sources.Bodies;

namespace AiSre.Domain.Tests.Alerts.Sources;

/// <summary>The collected real payloads, against what their index says must come of each. They are not part of the repository.</summary>
public class SharedPayloadTests
{
    private static readonly string? Folder = FindFolder();

    [Fact]
    public void Alertmanager_group_of_three()
    {
        var delivery = Read("alertmanager/am025_firing_group_3.json");
        string[] prints = ["8a7c3194fa26fc88", "e3193f7a94c861c5", "1e82f4faa0051abe"];
        Assert.Equal(prints, delivery.Signals.Select(s => s.Identity));
        Assert.Equal(prints, delivery.Signals.Select(s => s.Fingerprint));
        Assert.Equal(
            ["api-server-5d4f3c2b1-k8s9t", "api-server-5d4f3c2b1-mmmn2", "api-server-5d4f3c2b1-xyzab"], delivery.Signals.Select(s => s.Subject.Pod));
        Assert.Equal([Severity.Warning, Severity.Critical, Severity.Critical], delivery.Signals.Select(s => s.Severity));
        Assert.All(delivery.Signals, s =>
        {
            Assert.Equal(SignalKind.Firing, s.Kind);
            Assert.Equal("Pod is crash looping.", s.Title);
            Assert.Equal(
                new AlertSubject { Namespace = "staging", Container = "api-server", Deployment = "api-server", Pod = s.Subject.Pod }, s.Subject);
            Assert.Equal("{}:{alertname=\"KubePodCrashLooping\", namespace=\"staging\"}", s.GroupKey);
            Assert.Equal("http://alertmanager.example:9093", s.Account);
            Assert.Equal(Utc("2026-11-23T18:16:14.185887Z"), s.StartsAt);
            Assert.Null(s.OccurredAt);
            Assert.StartsWith("http://prometheus.example:9090/graph?", s.Url("source"), StringComparison.Ordinal);
            Assert.EndsWith("&g0.tab=1", s.Url("source"), StringComparison.Ordinal);
            Assert.EndsWith("kubepodcrashlooping", s.Url("runbook"), StringComparison.Ordinal);
            Assert.Empty(s.Warnings);
        });
    }

    [Fact]
    public void Alertmanager_fingerprints_are_those_that_Prometheus_would_compute()
    {
        foreach (
            var name in (
                string[])["am025_firing_group_3", "am025_deployment_no_pod", "am025_watchdog_severity_none", "am025_truncated_firing_max_alerts_2",
                "oncall_example_numFiring"])
        {
            foreach (var signal in Read($"alertmanager/{name}.json").Signals)
            {
                var array = $"[{{\"labels\":{JsonSerializer.Serialize(signal.Labels.ToDictionary(l => l.Name, l => l.Value))}}}]";
                Assert.Equal(signal.Fingerprint, One(AlertSource.Prometheus, array).Identity);
            }
        }
    }

    [Fact]
    public void Alertmanager_mixed_group_resolves_one()
    {
        var signals = Read("alertmanager/am025_mixed_1resolved_2firing.json").Signals;
        Assert.Equal([SignalKind.Firing, SignalKind.Firing, SignalKind.Resolved], signals.Select(s => s.Kind));
        Assert.Equal("1e82f4faa0051abe", signals[2].Identity);
        Assert.Equal(Utc("2026-11-23T18:16:18.190185Z"), signals[2].OccurredAt);
    }

    [Fact]
    public void Alertmanager_remaining_two_resolve()
    {
        var signals = Read("alertmanager/am025_resolved_remaining_2.json").Signals;
        Assert.Equal(["8a7c3194fa26fc88", "e3193f7a94c861c5"], signals.Select(s => s.Identity));
        Assert.All(signals, s => Assert.Equal(SignalKind.Resolved, s.Kind));
    }

    [Fact]
    public void Alertmanager_truncated_list_is_told_and_nothing_is_invented()
    {
        var signals = Read("alertmanager/am025_truncated_firing_max_alerts_2.json").Signals;
        Assert.Equal(["8ccb635457ce503b", "d5cb1e3af04b7d2a"], signals.Select(s => s.Identity));
        Assert.All(signals, s =>
        {
            Assert.Equal(SignalKind.Firing, s.Kind);
            Assert.Equal(Severity.Warning, s.Severity);
            Assert.Equal(new AlertSubject { Namespace = "monitoring", Node = s.Labels.Find("instance")!.Split(':')[0] }, s.Subject);
            Assert.Contains("3 more alerts", Assert.Single(s.Warnings), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Alertmanager_watchdog_is_info()
    {
        var signal = Assert.Single(Read("alertmanager/am025_watchdog_severity_none.json").Signals);
        Assert.Equal("448881ef475b9b26", signal.Identity);
        Assert.Equal(Severity.Info, signal.Severity);
        Assert.Equal("Watchdog", signal.Labels.Find("alertname"));
        Assert.Same(AlertSubject.None, signal.Subject);
    }

    [Fact]
    public void Alertmanager_deployment_without_a_pod()
    {
        var signal = Assert.Single(Read("alertmanager/am025_deployment_no_pod.json").Signals);
        Assert.Equal(new AlertSubject { Namespace = "shop", Deployment = "checkout", Cluster = "prod-eu-1" }, signal.Subject);
        Assert.Equal(Severity.Warning, signal.Severity);
        Assert.Equal("Deployment has not matched the expected number of replicas.", signal.Title);
    }

    [Fact]
    public void Alertmanager_example_of_the_reference()
    {
        var signal = Assert.Single(Read("alertmanager/spec_example.json").Signals);
        Assert.Equal(("abc123", "Pod is crash looping", SignalKind.Firing), (signal.Identity, signal.Title, signal.Kind));
        Assert.Equal("Pod has restarted 5 times in the last 10 minutes", signal.Description);
        Assert.Equal("production", signal.Subject.Namespace);
        Assert.Equal("api-server-5d4f3c2b1-xyz", signal.Subject.Pod);
        Assert.Null(signal.Severity);
        Assert.Null(signal.StartsAt);
        Assert.Equal("alertmanager/cluster-1/{severity=\"critical\"}", signal.GroupKey);
    }

    [Fact]
    public void Alertmanager_annotation_title_and_unknown_fields()
    {
        var signals = Read("alertmanager/oncall_example_numFiring.json").Signals;
        Assert.Equal(["f404ecabc8dd5cd7", "f8f08d4e32c61a9d"], signals.Select(s => s.Identity));
        Assert.Equal(["Instance localhost:8081 down", "Instance localhost:8082 down"], signals.Select(s => s.Title));
        Assert.All(
            signals, s => Assert.Equal((SignalKind.Firing, (Severity?)Severity.Critical, 0, null), (s.Kind, s.Severity, s.Links.Length, s.Account)));
    }

    [Fact]
    public void Prometheus_array_fires_while_its_end_lies_ahead()
    {
        var before = Read("prometheus/prom242_array_firing_endsAt_future.json", Utc("2026-11-23T18:17:50Z")).Signals;
        Assert.Equal(["4e45cdd6e6f06dfd", "1cb0d75d971919f1"], before.Select(s => s.Identity));
        Assert.All(before, s => Assert.Equal(SignalKind.Firing, s.Kind));
        Assert.Equal(new AlertSubject { Cluster = "prod-eu-1", Namespace = "production", Service = "payments-api" }, before[0].Subject);
        Assert.Equal([Severity.Critical, Severity.Info], before.Select(s => s.Severity));
        Assert.Equal(["Target 127.0.0.1:19097 of payments is down", "Watchdog"], before.Select(s => s.Title));
        Assert.Equal(Utc("2026-11-23T18:17:44.993Z"), before[0].StartsAt);

        var after = Read("prometheus/prom242_array_firing_endsAt_future.json", Utc("2026-11-23T18:18:04.993Z")).Signals;
        Assert.All(after, s => Assert.Equal((SignalKind.Resolved, Utc("2026-11-23T18:18:04.993Z")), (s.Kind, s.OccurredAt)));
    }

    [Fact]
    public void Datadog_real_delivery_without_monitor_or_cycle()
    {
        var signal = Assert.Single(Read("datadog/codenow_triggered_real.json").Signals);
        Assert.Equal((SignalKind.Firing, "Dock is almost out of memory...", null), (signal.Kind, signal.Title, signal.Severity));
        Assert.Equal("Dock is almost out of memory...|host:i-3b93aafb", signal.Identity);
        Assert.Equal("i-3b93aafb", signal.Subject.Node);
        Assert.Equal("sg-59a3503c,sg-cb8e7dae", signal.Labels.Find("security-group"));
        Assert.Equal("", signal.Labels.Find("monitor"));
        Assert.Equal(Utc("2015-11-25T07:12:10Z"), signal.OccurredAt);
    }

    [Fact]
    public void Datadog_template_with_kubernetes_tags()
    {
        var signal = Assert.Single(Read("datadog/keep_template_triggered_k8s.json").Signals);
        Assert.Equal(("High CPU on payments-api", (Severity?)Severity.High, SignalKind.Firing), (signal.Title, signal.Severity, signal.Kind));
        Assert.Equal(new AlertSubject
        {
            Namespace = "production", Pod = "payments-api-7d8f9c6b5-x2k4m", Deployment = "payments-api", Service = "payments-api",
            Node = "srv1-us1-prod",
        }, signal.Subject);
        Assert.Equal("1234567890:host:srv1-us1-prod,kube_namespace:production,pod_name:payments-api-7d8f9c6b5-x2k4m", signal.Identity);
        Assert.Equal("11023", signal.Account);
        Assert.Equal("https://app.datadoghq.com/event/event?id=7856371235", signal.Url("source"));
    }

    [Fact]
    public void Datadog_default_template()
    {
        var signal = Assert.Single(Read("datadog/default_template_triggered.json").Signals);
        Assert.Equal((SignalKind.Firing, "High CPU on payments-api", null), (signal.Kind, signal.Title, signal.Severity));
        Assert.Equal("High CPU on payments-api|host:srv1-us1-prod", signal.Identity);
    }

    [Fact]
    public void Grafana_two_alerts_of_the_default_policy()
    {
        var signals = Read("grafana/doc_firing_2.json").Signals;
        Assert.Equal(["c6eadffa33fcdf37", "bc97ff14869b13e3"], signals.Select(s => s.Identity));
        Assert.Equal(["This alert was triggered for zone us-1", "This alert was triggered for zone eu-1"], signals.Select(s => s.Title));
        Assert.Equal([Utc("2021-10-12T07:51:03.157076Z"), Utc("2021-10-12T07:56:03.157076Z")], signals.Select(s => s.StartsAt!.Value));
        Assert.All(signals, s => Assert.Equal((null, null, "https://play.grafana.org#org=1"), (s.GroupKey, s.Severity, s.Account)));
    }

    [Fact]
    public void Grafana_resolved_with_nine_digit_fractions()
    {
        var signal = Assert.Single(Read("grafana/zulip_v9_resolved.json").Signals);
        Assert.Equal(("d8a21484c9c25a60", SignalKind.Resolved), (signal.Identity, signal.Kind));
        Assert.Equal(Utc("2022-06-17T00:51:24.0673378Z"), signal.OccurredAt);
        Assert.Equal("This is a summary field, failure on", signal.Title);
        Assert.Null(signal.GroupKey);
    }

    [Fact]
    public void Grafana_links_and_values()
    {
        var signal = Assert.Single(Read("grafana/zulip_v11_values_image.json").Signals);
        Assert.Equal(("e6349a25f5ef0e9e", "High memory usage", null), (signal.Identity, signal.Title, signal.Severity));
        Assert.Equal("https://grafana.com/assets/img/blog/mixed_styles.png", signal.Url("image"));
        Assert.EndsWith("viewPanel=2", signal.Url("panel"), StringComparison.Ordinal);
        Assert.EndsWith("orgId=1", signal.Url("dashboard"), StringComparison.Ordinal);
        Assert.Contains("value=2.473545728e+09", signal.Description, StringComparison.Ordinal);
        Assert.Equal("https://play.grafana.org#org=1", signal.Account);
    }

    [Fact]
    public void Grafana_legacy_rule()
    {
        var signal = Assert.Single(Read("grafana/alerta_legacy_alerting.json").Signals);
        Assert.Equal(("7", "Zeta CPU alert", SignalKind.Firing, null), (signal.Identity, signal.Title, signal.Kind, signal.Severity));
        Assert.Equal("zeta.domain", signal.Subject.Node);
        Assert.Equal("boom!", signal.Description);
    }

    [Fact]
    public void NewRelic_default_template()
    {
        var signal = Assert.Single(Read("newrelic/zulip_workflow_activated.json").Signals);
        Assert.Equal("zulip_app query result is > 1.0 for 1 minutes on 'Zulip Server Low Storage'", signal.Title);
        Assert.Equal(
            ((Severity?)Severity.Critical, SignalKind.Firing, "c5faa7e6-7b54-402d-af79-f99601e0278c", null),
            (signal.Severity, signal.Kind, signal.Identity, signal.AlternateIdentity));
        Assert.Equal("zulip_app", signal.Subject.Service);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1713755131352), signal.StartsAt);
        Assert.Equal("4420147", signal.Account);
    }

    [Fact]
    public void NewRelic_acknowledgement_shows_in_the_trigger_only()
    {
        var signal = Assert.Single(Read("newrelic/zulip_workflow_acknowledged.json").Signals);
        Assert.Equal(
            (SignalKind.Acknowledged, (Severity?)Severity.High, "13bbcdca-f0b6-470d-b0be-b34583c58869"),
            (signal.Kind, signal.Severity, signal.Identity));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1713770077412), signal.OccurredAt);
    }

    [Fact]
    public void NewRelic_native_names_with_arrays()
    {
        var signal = Assert.Single(Read("newrelic/nudgebee_accumulations.json").Signals);
        Assert.Equal(("DB latency above SLO", "abc-123", (Severity?)Severity.High, SignalKind.Firing, "payments-db"),
            (signal.Title, signal.Identity, signal.Severity, signal.Kind, signal.Subject.Service));
        Assert.Equal("data-platform", signal.Labels.Find("team"));
        Assert.Equal("https://wiki/db-runbook", signal.Url("runbook"));
    }

    [Fact]
    public void NewRelic_legacy_incident_zero()
    {
        var signal = Assert.Single(Read("newrelic/alerta_legacy_open.json").Signals);
        Assert.Equal(
            (SignalKind.Firing, (Severity?)Severity.Info, "New Relic Alert - Test Condition", "I am a test Violation"),
            (signal.Kind, signal.Severity, signal.Title, signal.Description));
        Assert.Equal("0:0:New Relic Alert - Test Condition", signal.Identity);
        Assert.Equal("11111", signal.Account);
        Assert.Single(signal.Warnings);
    }

    [Fact]
    public void NewRelic_legacy_target()
    {
        var signal = Assert.Single(Read("newrelic/nudgebee_legacy_targets.json").Signals);
        Assert.Equal(("High CPU on web tier", "9876543", (Severity?)Severity.Critical, "web-01", SignalKind.Firing),
            (signal.Title, signal.Identity, signal.Severity, signal.Subject.Service, signal.Kind));
    }

    [Fact]
    public void Opsgenie_create_with_integer_priority_and_nanoseconds()
    {
        var signal = Assert.Single(Read("opsgenie/zulip_create_priority_int.json").Signals);
        Assert.Equal(("another alert", (Severity?)Severity.Warning, SignalKind.Firing), (signal.Title, signal.Severity, signal.Kind));
        Assert.Equal(("ec03dad6-62c8-4c94-b38b-d88f398e900f", "alert-alias"), (signal.Identity, signal.AlternateIdentity));
        Assert.Equal("Server", signal.Labels.Find("entity"));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1502709956288), signal.StartsAt);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1502709956288).AddTicks(1), signal.OccurredAt);
    }

    [Theory]
    [InlineData("acknowledge", SignalKind.Acknowledged)]
    [InlineData("close", SignalKind.Resolved)]
    public void Opsgenie_later_actions_carry_no_priority(string name, SignalKind kind)
    {
        var signal = Assert.Single(Read($"opsgenie/zulip_{name}.json").Signals);
        Assert.Equal(
            (kind, "052652ac-5d1c-464a-812a-7dd18bbfba8c", null, "user@example.com"), (signal.Kind, signal.Identity, signal.Severity, signal.Actor));
    }

    [Fact]
    public void Opsgenie_alias_that_repeats_the_id()
    {
        var signal = Assert.Single(Read("opsgenie/relay_create_P3_real.json").Signals);
        Assert.Equal(
            ("asdf", (Severity?)Severity.Warning, SignalKind.Firing, null), (signal.Title, signal.Severity, signal.Kind, signal.AlternateIdentity));
    }

    [Fact]
    public void PagerDuty_priority_updated()
    {
        var delivery = Read("pagerduty/doc_v3_priority_updated.json");
        var signal = Assert.Single(delivery.Signals);
        Assert.Equal("5ac64822-4adc-4fda-ade0-410becf0de4f", delivery.DeliveryId);
        Assert.Equal(
            (SignalKind.Updated, "PGR0VU2", "d3640fbd41094207a1c11e58e46b1662", "incident.priority_updated"),
            (signal.Kind, signal.Identity, signal.AlternateIdentity, signal.EventType));
        Assert.Equal(
            ("A little bump in the road", (Severity?)Severity.Critical, "API Service"), (signal.Title, signal.Severity, signal.Subject.Service));
    }

    [Fact]
    public void PagerDuty_minimal_trigger_of_the_reference()
    {
        var delivery = Read("pagerduty/spec_triggered_minimal.json");
        var signal = Assert.Single(delivery.Signals);
        Assert.Null(delivery.DeliveryId);
        Assert.Equal(("Database connection pool exhausted", (Severity?)Severity.High, "auth-service", "PD12345", SignalKind.Firing),
            (signal.Title, signal.Severity, signal.Subject.Service, signal.Identity, signal.Kind));
    }

    [Fact]
    public void PagerDuty_acknowledged()
    {
        var signal = Assert.Single(Read("pagerduty/zulip_v3_acknowledged.json").Signals);
        Assert.Equal(
            (SignalKind.Acknowledged, "PQ1K5C8", "Example User", (Severity?)Severity.High),
            (signal.Kind, signal.Identity, signal.Actor, signal.Severity));
    }

    [Fact]
    public void PagerDuty_resolved_at_the_time_of_the_event()
    {
        var signal = Assert.Single(Read("pagerduty/zulip_v3_resolved.json").Signals);
        Assert.Equal((SignalKind.Resolved, "PCPZE64", Utc("2021-06-04T13:16:53.816Z")), (signal.Kind, signal.Identity, signal.OccurredAt));
    }

    [Fact]
    public void PagerDuty_note_belongs_to_the_incident()
    {
        var signal = Assert.Single(Read("pagerduty/doc_v3_annotated.json").Signals);
        Assert.Equal(
            (SignalKind.Note, "PGR0VU2", "I sure am glad we are using PagerDuty!", "Tenex Engineer"),
            (signal.Kind, signal.Identity, signal.Note, signal.Actor));
    }

    [Fact]
    public void PagerDuty_version_2_resolve()
    {
        var delivery = Read("pagerduty/doc_v2_messages_resolve.json");
        var signal = Assert.Single(delivery.Signals);
        Assert.Equal(
            (SignalKind.Resolved, "PRORDTY", "c24117fc42e44b44b4d6876190583378", "Laura Haley"),
            (signal.Kind, signal.Identity, signal.AlternateIdentity, signal.Actor));
        Assert.Equal(Utc("2017-09-26T15:18:09Z"), signal.OccurredAt);
        Assert.Equal("Production XDB Cluster", signal.Subject.Service);
    }

    [Fact]
    public void Webhook_example_of_the_reference()
    {
        var signal = Assert.Single(Read("webhook/spec_example.json").Signals);
        Assert.Equal(("High CPU on payments-api", "CPU usage > 90% for 5 minutes", (Severity?)Severity.Critical, "prometheus", "webhook"),
            (signal.Title, signal.Description, signal.Severity, signal.ReportedSource, signal.Source));
        Assert.Equal(
            new AlertSubject { Namespace = "production", Pod = "payments-api-7d8f9c6b5-x2k4m", Deployment = "payments-api",
                Service = "payments-api" }, signal.Subject);
        Assert.Null(signal.Identity);
    }

    [Fact]
    public void Webhook_formatted_by_OnCall()
    {
        var signal = Assert.Single(Read("webhook/oncall_formatted_alert_uid.json").Signals);
        Assert.Equal(
            ("TestAlert: The whole system is down", "08d6891a-835c-e661-39fa-96b6a9e26552", SignalKind.Firing),
            (signal.Title, signal.Identity, signal.Kind));
        Assert.StartsWith("This alert was sent by user", signal.Description, StringComparison.Ordinal);
        Assert.Equal("https://en.wikipedia.org/wiki/Downtime", signal.Url("source"));

        var monit = Assert.Single(Read("webhook/oncall2275_monit_alerting.json").Signals);
        Assert.Equal(("monit", "1f988ccd-111c-3b29-b38f-bd126b8a53ad", SignalKind.Firing), (monit.Title, monit.Identity, monit.Kind));
    }

    [Fact]
    public void Every_vendor_sample_is_recognised_where_it_is_unmistakable()
    {
        Assert.SkipWhen(Folder is null, "No shared/payloads folder beside the repository and AI_SRE_TEST_SHARED_DIR is not set.");
        foreach (var file in Directory.EnumerateFiles(Folder!, "*.json", SearchOption.AllDirectories))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            var expected = Path.GetFileName(Path.GetDirectoryName(file)!);
            Assert.True(SourceDetection.Detect(document.RootElement) == (expected is "webhook" ? null : expected), file);
        }
    }

    // They were recorded up to then.
    private static readonly DateTimeOffset Later = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);

    private static Delivery Read(string name, DateTimeOffset? now = null)
    {
        Assert.SkipWhen(Folder is null, "No shared/payloads folder beside the repository and AI_SRE_TEST_SHARED_DIR is not set.");
        var source = name[..name.IndexOf('/', StringComparison.Ordinal)];
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder!, name)));
        var delivery = Normalizer.Parse(source, document.RootElement, now ?? Later);
        Assert.Empty(delivery.Rejected);
        Assert.All(delivery.Signals, signal => Assert.Equal(source, signal.Source));
        return delivery;
    }

    private static string? FindFolder()
    {
        if (Environment.GetEnvironmentVariable("AI_SRE_TEST_SHARED_DIR") is { Length: > 0 } configured)
        {
            return Directory.Exists(Path.Combine(configured, "payloads")) ? Path.Combine(configured, "payloads") : null;
        }
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "payloads");
            if (Directory.Exists(candidate)) return candidate;
        }
        return null;
    }
}
