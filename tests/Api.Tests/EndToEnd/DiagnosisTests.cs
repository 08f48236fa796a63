using System.Text.Json;
using AiSre.Api.Tests.Edge;

namespace AiSre.Api.Tests.EndToEnd;

/// <summary>Where no cluster is configured: the alert alone is explained.</summary>
[Collection(OnSharedHost.Name)]
public sealed class DiagnosisTests(SharedHost shared)
{
    private readonly Guest guest = new(shared.Host);

    [Fact]
    public async Task Every_incident_is_answered_and_what_could_not_be_looked_at_is_said()
    {
        var id = await guest.IncidentAsync("The lamp is out");

        var answer = await guest.GetAsync($"/incidents/{id}/diagnosis");

        Assert.Equal(
            (id, "Undetermined", 0, "rules"),
            (answer.Text("incident_id"), answer.Text("root_cause"), answer.GetProperty("confidence").GetInt32(), answer.Text("generated_by")));
        Assert.Equal((false, "no chat model is configured"), (answer.At("ai", "used").GetBoolean(), answer.GetProperty("ai").Text("reason")));
        var asked = await guest.GetAsync($"/incidents/{id}/diagnosis?ai=true");
        Assert.Equal(("rules", "no chat model is configured"), (asked.Text("generated_by"), asked.GetProperty("ai").Text("reason")));
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("model").ValueKind);
        Assert.Equal(JsonValueKind.Null, answer.At("k8s_context", "pod_status").ValueKind);
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("deploy_correlation").ValueKind);
        Assert.Contains(answer.GetProperty("evidence").EnumerateArray(), item => item.Text("kind") == "unavailable"
            && item.Text("text") == "unavailable: no cluster is configured");
        Assert.Equal(0, answer.GetProperty("suggested_actions").GetArrayLength());
    }

    [Theory]
    [InlineData("log_limit=0", "query.log_limit")]
    [InlineData("log_limit=201", "query.log_limit")]
    [InlineData("refresh=perhaps", "query.refresh")]
    [InlineData("ai=perhaps", "query.ai")]
    public async Task What_is_wrong_with_a_question_is_told_by_its_name(string query, string field)
    {
        using var response = await guest.AskAsync($"/incidents/inc-0000000000000/diagnosis?{query}");
        Assert.Equal(field, (await response.ProblemAsync(422, "validation_error")).Loc());
    }

    [Fact]
    public async Task An_incident_that_is_not_there_has_none()
    {
        using var response = await guest.AskAsync("/incidents/inc-0000000000000/diagnosis");
        await response.ProblemAsync(404, "not_found");
    }

    [Fact]
    public async Task People_say_whether_it_was_right_and_both_the_diagnosis_and_the_calibration_show_it()
    {
        var id = await guest.IncidentAsync("The lamp is out");
        await guest.GetAsync($"/incidents/{id}/diagnosis");

        await guest.SendAsync($"/incidents/{id}/diagnosis/feedback", """{"correct":true}""");
        await guest.SendAsync($"/incidents/{id}/diagnosis/feedback", """{"correct":false,"root_cause":"The bulb.","actor":"dave"}""");

        var said = (await guest.GetAsync($"/incidents/{id}/diagnosis")).GetProperty("feedback").EnumerateArray().ToList();
        Assert.Equal(
            [("root", true, null), ("dave", false, "The bulb.")],
            said.Select(one => (one.Text("actor"), one.GetProperty("correct").GetBoolean(), one.Text("root_cause"))));
        var report = await guest.GetAsync("/diagnosis/calibration");
        Assert.Equal((1, 0, 1), (Count(report, "diagnoses"), Count(report, "right"), Count(report, "wrong")));
        Assert.Equal("undetermined", report.At("causes", 0, "cause").GetString());
        Assert.Equal(0, Count(await guest.GetAsync("/diagnosis/calibration?service=nobody"), "diagnoses"));
    }

    [Theory]
    [InlineData("{}", "body.correct")]
    [InlineData("""{"correct":"yes"}""", "body.correct")]
    [InlineData("""{"correct":true,"root_cause":" "}""", "body.root_cause")]
    [InlineData("""{"correct":true,"cause":"x"}""", "body.cause")]
    public async Task What_is_wrong_with_what_is_said_is_told_by_its_name(string body, string field)
    {
        using var response = await guest.PostAsync("/incidents/inc-0000000000000/diagnosis/feedback", body);
        Assert.Equal(field, (await response.ProblemAsync(422, "validation_error")).Loc());
    }

    [Fact]
    public async Task Nothing_is_said_of_what_is_not_there_or_nobody_has_looked_at_nor_by_who_may_only_look()
    {
        using var unknown = await guest.PostAsync("/incidents/inc-0000000000000/diagnosis/feedback", """{"correct":true}""");
        await unknown.ProblemAsync(404, "not_found");
        var path = $"/incidents/{await guest.IncidentAsync("The door is open")}/diagnosis/feedback";
        using var early = await guest.PostAsync(path, """{"correct":true}""");
        await early.ProblemAsync(409, "not_diagnosed");
        using var viewer = await shared.Host.SendAsync(HttpMethod.Post, path, """{"correct":true}""", guest.Workspace, EdgeHost.Eyes);
        await viewer.ProblemAsync(403, "insufficient_role");
    }

    private static int Count(JsonElement answer, string name) => answer.GetProperty(name).GetInt32();
}
