using System.Net;
using System.Text.Json;
using AiSre.Api.Tests.Edge;
using AiSre.KubernetesStub;

namespace AiSre.Api.Tests.EndToEnd;

/// <summary>Every step of docs/autonomy.md, against a cluster: from nothing to acting alone, and to nothing again.</summary>
public sealed class AutonomyTests : IAsyncLifetime
{
    private StubbedHost stubbed = null!;
    private Guest guest = null!;

    public async ValueTask InitializeAsync()
    {
        stubbed = await StubbedHost.StartAsync();
        guest = new(Host);
        using var put = await Host.SendAsync(HttpMethod.Put, "/definitions", """
            action_policies:
              - name: shop
                actions: [restart_pod]
                namespaces: ["shop"]
                approval: not_required
                auto: {enabled: true, actions: [restart_pod], namespaces: ["shop"]}
            """, guest.Workspace, EdgeHost.Root);
        Assert.True(put.IsSuccessStatusCode, await put.Content.ReadAsStringAsync());
        Stub.Deployment("shop", "cart", 3);
        for (var i = 0; i < 3; i++) Stub.Deployment("shop", $"other{i}", 1);
    }

    public ValueTask DisposeAsync() => stubbed.DisposeAsync();

    private StubCluster Stub => stubbed.Stub;

    private EmbeddedHost Host => stubbed.Host;

    [Fact]
    public async Task From_off_over_asking_to_acting_alone_and_to_a_stop()
    {
        var pod = Stub.PodsOf("shop", "cart")[0].Name();
        Stub.Edit("Pod", "shop", pod, sick => PodSamples.OutOfMemory(sick, 4, DateTimeOffset.UtcNow.AddMinutes(-2)));
        var incident = await guest.IncidentAsync("Pod is killed", pod, $$""","namespace":"shop","pod":"{{pod}}","service":"cart" """);

        var off = await guest.SendAsync("/autonomy/run", "{}");
        Assert.Equal((false, true, 1), (Flag(off, "enabled"), Flag(off, "dry_run"), off.GetProperty("considered").GetInt32()));
        Assert.StartsWith("cyc-", off.Text("cycle_id"), StringComparison.Ordinal);
        Assert.Equal((incident, "restart_pod", pod), (
            off.At("proposals", 0, "incident_id").GetString(), off.At("proposals", 0, "action").GetString(),
            off.At("proposals", 0, "pod_name").GetString()));
        Assert.Equal(incident, off.At("skipped", 0, "incident_id").GetString());

        var on = await PutAsync("""{"enabled":true,"allowed_namespaces":["shop"],"poll_interval_seconds":3600}""");
        Assert.Equal((true, true, true), (Flag(on, "enabled"), Flag(on, "approval_required"), Flag(on, "default_dry_run")));
        var dry = await guest.SendAsync("/autonomy/run", "{}");
        Assert.Contains($"Would delete pod {pod}", dry.At("skipped", 0, "reason").GetString(), StringComparison.Ordinal);

        await PutAsync("""{"default_dry_run":false}""");
        var asked = await guest.SendAsync("/autonomy/run", "{}");
        var approval = asked.At("awaiting_approval", 0, "approval_id").GetString();
        Assert.Equal("pending", (await guest.GetAsync($"/approvals/{approval}")).Text("state"));
        Assert.Empty(Stub.Writes.All);
        Assert.Equal("success", (await guest.SendAsync($"/approvals/{approval}", """{"approved":true}""")).Text("outcome"));
        Assert.Equal([$"create pods/eviction shop/{pod}"], Stub.Writes.Lines);

        await PutAsync("""{"approval_required":false}""");
        await guest.SendAsync("/autonomy/kill-switch", """{"enabled":true}""");
        Assert.True(Flag(await guest.GetAsync("/autonomy/status"), "kill_switch"));
        Assert.Empty((await guest.SendAsync("/autonomy/run", "{}")).GetProperty("executed").EnumerateArray());
        Assert.Single(Stub.Writes.All);
        Assert.Equal(1, (await guest.GetAsync("/autonomy/status")).At("last_cycle", "considered").GetInt32());
    }

    [Fact]
    public async Task Where_policy_and_settings_leave_it_to_autonomy_it_acts_alone()
    {
        await PutAsync("""{"enabled":true,"default_dry_run":false,"approval_required":false}""");
        await PutAsync("""{"allowed_namespaces":["sh?p"],"poll_interval_seconds":3600}""");
        var pod = Stub.PodsOf("shop", "cart")[0].Name();
        Stub.Edit("Pod", "shop", pod, sick => PodSamples.OutOfMemory(sick, 4, DateTimeOffset.UtcNow.AddMinutes(-2)));
        await guest.IncidentAsync("Pod is killed", pod, $$""","namespace":"shop","pod":"{{pod}}","service":"cart" """);
        var report = await guest.SendAsync("/autonomy/run", "{}");
        Assert.True(report.GetProperty("executed").GetArrayLength() == 1, report.GetRawText());
        Assert.Equal("success", report.At("executed", 0, "status").GetString());
        Assert.Equal([$"create pods/eviction shop/{pod}"], Stub.Writes.Lines);
    }

    [Theory]
    [InlineData("""{"poll_interval_seconds":9}""", "body.poll_interval_seconds")]
    [InlineData("""{"max_incidents_per_cycle":101}""", "body.max_incidents_per_cycle")]
    [InlineData("""{"autonomous_actions":["restart_pods"]}""", "body.autonomous_actions")]
    [InlineData("""{"allowed_namespaces":["Shop"]}""", "body.allowed_namespaces")]
    [InlineData("""{"enable":true}""", "body.enable")]
    public async Task A_wrong_setting_is_told_by_its_field(string body, string field)
    {
        using var response = await Host.SendAsync(HttpMethod.Put, "/autonomy/settings", body, guest.Workspace, EdgeHost.Root);
        Assert.Equal(field, (await response.ProblemAsync(422, "validation_error")).Loc());
    }

    [Fact]
    public async Task What_an_admin_changes_is_audited_and_a_reset_of_nothing_changes_nothing()
    {
        await PutAsync("""{"max_incidents_per_cycle":5}""");
        Assert.Equal(5, (await guest.GetAsync("/autonomy/status")).GetProperty("max_incidents_per_cycle").GetInt32());
        Assert.Empty((await guest.SendAsync("/autonomy/reset", "{}")).GetProperty("paused").EnumerateArray());
        var row = Assert.Single((await guest.GetAsync("/audit?action=autonomy_settings_changed")).GetProperty("entries").EnumerateArray());
        Assert.Equal(("root", 5), (row.Text("actor"), row.At("detail", "max_incidents_per_cycle").GetInt32()));
    }

    private async Task<JsonElement> PutAsync(string body)
    {
        using var answer = await Host.SendAsync(HttpMethod.Put, "/autonomy/settings", body, guest.Workspace, EdgeHost.Root);
        Assert.True(answer.StatusCode is HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return await answer.JsonAsync();
    }

    private static bool Flag(JsonElement json, string name) => json.GetProperty(name).GetBoolean();
}
