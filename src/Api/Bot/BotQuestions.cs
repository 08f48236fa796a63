using AiSre.Domain.Alerts;
using AiSre.Domain.Reports;

namespace AiSre.Api.Bot;

/// <summary>What the bot answers to those who ask. It repeats what operations of the API say, and names them.</summary>
internal static class BotQuestions
{
    private const string Help =
        "I understand: what is wrong with a service, who is on call, what changed, why was this grouped, show similar, restart a pod, scale a " +
        "deployment to a number, acknowledge.";

    private const string WhichIncident = "Which incident? Name its id, or a service that has one.";

    public static BotResponse Explain(BotTalk talk) => talk.Reply(Help);

    public static async Task<BotResponse> DiagnoseAsync(BotTalk talk)
    {
        if (talk.Incident is not { } incident)
            return talk.Reply(talk.Message.Service is { } service ? $"No incident of {service} is known." : WhichIncident);
        var said = new List<string> { incident.Standing() };
        if (incident.Pattern is not FailurePatterns.Unknown) said.Add($"By its words it is {incident.Pattern}.");
        var deploy = await talk.AskAsync("getDeployCorrelation", ("incidentId", incident.Id));
        if (!deploy.IsRefused && deploy.Json.GetProperty("has_correlation").GetBoolean())
        {
            said.Add($"{deploy.Text("message")}.");
            talk.Cite("deploys", null, $"/incidents/{incident.Id}/deploy-correlation");
        }
        said.Add(await CauseAsync(talk, incident.Id) ?? "What caused it is not known.");
        if (await BotDeeds.SuggestAsync(talk, incident) is { } done) said.Add(done);
        return talk.Reply(string.Join(' ', said));
    }

    public static async Task<BotResponse> OnCallAsync(BotTalk talk)
    {
        var duty = await talk.AskAsync("getOnCall", ("service", talk.Service));
        if (duty.IsRefused) return talk.Reply(duty.Text("detail") ?? "Nobody knows who is on call.");
        talk.Cite("on_call", null, "/oncall/current");
        var who = duty.Text("oncall") is { } person ? $"{person} is on call" : "Nobody is on call";
        var until = Instant(duty.Json, "shift_end") is { } end ? $" until {MarkdownText.Time(end)}" : "";
        var next = duty.Text("next_oncall") is { } after ? $"; then {after}" : "";
        var contact = duty.Text("escalation_contact") is { } other ? $". Escalations go to {other}" : "";
        return talk.Reply($"{who} for {duty.Text("team")}{until}{next}{contact}.");
    }

    public static async Task<BotResponse> ChangesAsync(BotTalk talk)
    {
        var recent = await talk.AskAsync("listRecentDeploys", ("service", talk.Service), ("limit", 5));
        talk.Cite("deploys", null, "/webhook/deploy/recent");
        var about = talk.Service is { } service ? $" of {service}" : "";
        var deploys = recent.IsRefused ? [] : recent.Json.GetProperty("deploys").EnumerateArray().Select(Deployed).ToList();
        return talk.Reply(deploys.Count == 0 ? $"No deploy{about} is known." : $"The latest deploys{about}: {string.Join("; ", deploys)}.");
    }

    public static async Task<BotResponse> GroupingAsync(BotTalk talk)
    {
        if (talk.Incident is not { } incident) return talk.Reply(WhichIncident);
        var why = await talk.AskAsync("explainIncident", ("incidentId", incident.Id));
        var group = await talk.AskAsync("getIncidentGroup", ("incidentId", incident.Id));
        if (why.IsRefused || group.IsRefused) return talk.Reply((why.IsRefused ? why : group).Text("detail") ?? WhichIncident);
        talk.Cite("incident", incident.Id, $"/incidents/{incident.Id}/explain");
        var (alerts, children) = (why.Json.GetProperty("alerts").GetArrayLength(), group.Json.GetProperty("children").GetArrayLength());
        var said = new List<string>();
        if (group.Text("parent_id") is { } parent) said.Add($"{incident.Id} is part of {parent}, because of {Words(why.Text("group_reason"))}.");
        if (children > 0)
        {
            var shown = group.Json.GetProperty("children").EnumerateArray().Take(5).Select(child =>
                $"{child.GetProperty("incident_id").GetString()} because of {Words(child.GetProperty("correlation_reason").GetString())}");
            said.Add($"{children} {(children == 1 ? "incident is" : "incidents are")} part of it: {string.Join("; ", shown)}.");
        }
        if (alerts > 1) said.Add($"It stands for {alerts} alerts.");
        if (said.Count == 0) said.Add("Nothing was grouped with it: it stands alone.");
        said.AddRange(why.Json.GetProperty("rules").EnumerateArray().Where(rule => rule.GetProperty("applies").GetBoolean()).Take(2)
            .Select(rule => rule.GetProperty("why").GetString()!));
        return talk.Reply(string.Join(' ', said));
    }

    public static async Task<BotResponse> SimilarAsync(BotTalk talk)
    {
        if (talk.Incident is not { } incident) return talk.Reply(WhichIncident);
        var found = await talk.AskAsync("listSimilarIncidents", ("incidentId", incident.Id), ("limit", 5));
        if (found.IsRefused) return talk.Reply(found.Text("detail") ?? WhichIncident);
        talk.Cite("similar", incident.Id, $"/incidents/{incident.Id}/similar");
        var similar = found.Json.GetProperty("similar_incidents").EnumerateArray().Select(Alike).ToList();
        return talk.Reply(similar.Count == 0 ? "Nothing like it is known." : $"Like it were: {string.Join("; ", similar)}.");
    }

    /// <summary>What a diagnosis says, where there is one.</summary>
    private static async Task<string?> CauseAsync(BotTalk talk, string incidentId)
    {
        var diagnosis = await talk.AskAsync("getIncidentDiagnosis", ("incidentId", incidentId));
        if (diagnosis.IsRefused || diagnosis.Text("root_cause") is not { Length: > 0 } cause) return null;
        talk.Cite("diagnosis", incidentId, $"/incidents/{incidentId}/diagnosis");
        return cause.EndsWith('.') ? cause : $"{cause}.";
    }

    private static string Deployed(JsonElement deploy)
    {
        var version = deploy.GetProperty("version").GetString() ?? deploy.GetProperty("image").GetString();
        return $"{deploy.GetProperty("service").GetString()}{(version is null ? "" : $" {version}")} by {deploy.GetProperty("actor").GetString()} at "
            + $"{MarkdownText.Time(deploy.GetProperty("timestamp").GetDateTimeOffset())}, {deploy.GetProperty("status").GetString()}";
    }

    private static string Alike(JsonElement other)
    {
        var resolution = other.TryGetProperty("resolution", out var said) ? said.GetString() : null;
        return $"\"{other.GetProperty("title").GetString()}\" ({other.GetProperty("id").GetString()}), {other.GetProperty("state").GetString()}"
            + (resolution is { Length: > 0 } ? $": {resolution}" : "");
    }

    private static string Words(string? reason) => reason?.Replace('_', ' ') ?? "unknown reasons";

    private static DateTimeOffset? Instant(JsonElement json, string name) =>
        json.GetProperty(name) is { ValueKind: JsonValueKind.String } value ? value.GetDateTimeOffset() : null;
}
