using System.Net;
using System.Text.Json;
using AiSre.Api.Tests.Edge;
using AiSre.Api.Tests.EndToEnd;

namespace AiSre.Api.Tests.Acting;

/// <summary>Every step of docs/autonomy.md, against a cluster: from nothing to acting alone, and to nothing again.</summary>
[Collection(OnActingHost.Name)]
public sealed class AutonomyTests(ActingHost acting) : IAsyncLifetime
{
    private ActingPlace place = null!;

    public async ValueTask InitializeAsync() => place = await acting.PlaceAsync(EntryPoint.Free);

    public ValueTask DisposeAsync() => default;

    private Guest Guest => place.Guest;

    [Fact]
    public async Task From_off_over_asking_to_acting_alone_and_to_a_stop()
    {
        var (pod, incident) = (place.Pod, await place.IncidentAsync());

        var off = await Guest.SendAsync("/autonomy/run", "{}");
        Assert.Equal((false, true, 1), (Flag(off, "enabled"), Flag(off, "dry_run"), off.GetProperty("considered").GetInt32()));
        Assert.StartsWith("cyc-", off.Text("cycle_id"), StringComparison.Ordinal);
        Assert.Equal((incident, "restart_pod", pod), (
            off.At("proposals", 0, "incident_id").GetString(), off.At("proposals", 0, "action").GetString(),
            off.At("proposals", 0, "pod_name").GetString()));
        Assert.Equal(incident, off.At("skipped", 0, "incident_id").GetString());

        var on = await PutAsync($$"""{"enabled":true,"allowed_namespaces":["{{place.Namespace}}"],"poll_interval_seconds":3600}""");
        Assert.Equal((true, true, true), (Flag(on, "enabled"), Flag(on, "approval_required"), Flag(on, "default_dry_run")));
        var dry = await Guest.SendAsync("/autonomy/run", "{}");
        Assert.Contains($"Would delete pod {pod}", dry.At("skipped", 0, "reason").GetString(), StringComparison.Ordinal);

        await PutAsync("""{"default_dry_run":false}""");
        var asked = await Guest.SendAsync("/autonomy/run", "{}");
        var approval = asked.At("awaiting_approval", 0, "approval_id").GetString();
        Assert.Equal("pending", (await Guest.GetAsync($"/approvals/{approval}")).Text("state"));
        Assert.Empty(place.Writes);
        Assert.Equal("success", (await Guest.SendAsync($"/approvals/{approval}", """{"approved":true}""")).Text("outcome"));
        Assert.Equal([place.Eviction], place.Writes);

        await PutAsync("""{"approval_required":false}""");
        await Guest.SendAsync("/autonomy/kill-switch", """{"enabled":true}""");
        Assert.True(Flag(await Guest.GetAsync("/autonomy/status"), "kill_switch"));
        Assert.Empty((await Guest.SendAsync("/autonomy/run", "{}")).GetProperty("executed").EnumerateArray());
        Assert.Single(place.Writes);
        Assert.Equal(1, (await Guest.GetAsync("/autonomy/status")).At("last_cycle", "considered").GetInt32());
    }

    [Fact]
    public async Task Where_policy_and_settings_leave_it_to_autonomy_it_acts_alone()
    {
        await PutAsync("""{"enabled":true,"default_dry_run":false,"approval_required":false}""");
        await PutAsync($$"""{"allowed_namespaces":["pl?ce-{{place.Namespace.Split('-')[1]}}"],"poll_interval_seconds":3600}""");
        await place.IncidentAsync();
        var report = await Guest.SendAsync("/autonomy/run", "{}");
        Assert.True(report.GetProperty("executed").GetArrayLength() == 1, report.GetRawText());
        Assert.Equal("success", report.At("executed", 0, "status").GetString());
        Assert.Equal([place.Eviction], place.Writes);
    }

    [Theory]
    [InlineData("""{"poll_interval_seconds":9}""", "body.poll_interval_seconds")]
    [InlineData("""{"max_incidents_per_cycle":101}""", "body.max_incidents_per_cycle")]
    [InlineData("""{"autonomous_actions":["restart_pods"]}""", "body.autonomous_actions")]
    [InlineData("""{"allowed_namespaces":["Shop"]}""", "body.allowed_namespaces")]
    [InlineData("""{"enable":true}""", "body.enable")]
    public async Task A_wrong_setting_is_told_by_its_field(string body, string field)
    {
        using var response = await place.Host.SendAsync(HttpMethod.Put, "/autonomy/settings", body, Guest.Workspace, EdgeHost.Root);
        Assert.Equal(field, (await response.ProblemAsync(422, "validation_error")).Loc());
    }

    [Fact]
    public async Task What_an_admin_changes_is_audited_and_a_reset_of_nothing_changes_nothing()
    {
        await PutAsync("""{"max_incidents_per_cycle":5}""");
        Assert.Equal(5, (await Guest.GetAsync("/autonomy/status")).GetProperty("max_incidents_per_cycle").GetInt32());
        Assert.Empty((await Guest.SendAsync("/autonomy/reset", "{}")).GetProperty("paused").EnumerateArray());
        var row = Assert.Single((await Guest.GetAsync("/audit?action=autonomy_settings_changed")).GetProperty("entries").EnumerateArray());
        Assert.Equal(("root", 5), (row.Text("actor"), row.At("detail", "max_incidents_per_cycle").GetInt32()));
    }

    private async Task<JsonElement> PutAsync(string body)
    {
        using var answer = await place.Host.SendAsync(HttpMethod.Put, "/autonomy/settings", body, Guest.Workspace, EdgeHost.Root);
        Assert.True(answer.StatusCode is HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return await answer.JsonAsync();
    }

    private static bool Flag(JsonElement json, string name) => json.GetProperty(name).GetBoolean();
}
