using AiSre.Api.Operations;
using AiSre.Domain.Bot;

namespace AiSre.Api.Bot;

/// <summary>
/// What the bot does, or says that it would do. It goes by the same operations as everybody: an action is tried first, and where it is wanted it is
/// asked for without a yes. The bot gives none, so what needs one waits for a person.
/// </summary>
internal static class BotDeeds
{
    private const string Restart = "restart_pod", Scale = "scale_deployment";
    private const string Unapplied = "Nothing was done: send it with auto_apply to have it done.";

    /// <summary>What a new pod has been seen to help against.</summary>
    private static readonly string[] Restartable = ["oomkilled", "crashloop", "probe_failure"];

    public static async Task<BotResponse> AcknowledgeAsync(BotTalk talk)
    {
        if (talk.Incident is not { } incident) return talk.Reply("Which incident? Name its id, or a service that has one.");
        if (incident.IsOver) return talk.Reply($"{incident.Id} is over already.");
        if (!talk.MayApply) return talk.Reply($"{incident.Standing()} {Unapplied}");
        var answer = await talk.AskAsync("acknowledgeIncident", ("incidentId", incident.Id));
        talk.Apply(answer.IsRefused
            ? Refused("acknowledge", answer)
            : new("acknowledge", "success", $"Acknowledged {incident.Id}.", null, null, null));
        return talk.Reply(answer.IsRefused ? Detail(answer) : $"{incident.Id} is acknowledged.");
    }

    public static async Task<BotResponse> ActAsync(BotTalk talk)
    {
        if (Wanted(talk) is not { } act) return talk.Reply(Missing(talk));
        var tried = await TryAsync(talk, act);
        if (!talk.MayApply || tried.IsRefused) return talk.Reply(tried.IsRefused ? Detail(tried) : $"{Preview(tried)} {Unapplied}");
        return talk.Reply(await DoAsync(talk, act));
    }

    /// <summary>
    /// What may help against a failure of the incident's kind; asked for at once where that is wanted. What came of that in words, null: nothing.
    /// </summary>
    public static async Task<string?> SuggestAsync(BotTalk talk, BotIncident incident)
    {
        if (incident.IsOver || !Restartable.Contains(incident.Pattern) || incident is not { Pod: { } pod, Namespace: { } place }) return null;
        var act = new SuggestedAct(Restart, place, pod, null, null, null, null, null);
        var tried = await TryAsync(talk, act);
        return talk.MayApply && !tried.IsRefused ? await DoAsync(talk, act) : null;
    }

    /// <summary>Null: something is missing.</summary>
    private static SuggestedAct? Wanted(BotTalk talk)
    {
        var (message, incident) = (talk.Message, talk.Incident);
        var place = message.Namespace ?? incident?.Namespace;
        // Of whom the incident is called by its service is meant the pod that it names.
        var named = message.Target is { } target && target != incident?.Service && target != incident?.Deployment ? target : null;
        if (place is null) return null;
        return message.Intent is BotIntent.Restart
            ? (named ?? incident?.Pod) is { } pod ? new(Restart, place, pod, null, null, null, null, null) : null
            : (message.Target ?? incident?.Deployment) is { } deployment && message.Replicas is { } replicas
                ? new(Scale, place, null, deployment, replicas, null, null, null)
                : null;
    }

    private static string Missing(BotTalk talk) => talk.Message.Intent is BotIntent.Restart
        ? "Which pod, in which namespace? Such as: restart pod cart-1 in shop."
        : "Which deployment, in which namespace, to how many? Such as: scale cart to 3 in shop.";

    /// <summary>A dry run, and its result among what is suggested.</summary>
    private static async Task<OperationAnswer> TryAsync(BotTalk talk, SuggestedAct act)
    {
        var tried = await talk.AskAsync("executeAction", Arguments(talk, act, ("dry_run", true)));
        var policy = !tried.IsRefused && tried.Json.TryGetProperty("policy", out var said) ? said : (JsonElement?)null;
        talk.Suggest(act with
        {
            Allowed = policy?.GetProperty("allowed").GetBoolean(), ApprovalRequired = policy?.GetProperty("approval_required").GetBoolean(),
            Reason = policy?.GetProperty("policy_reason").GetString() ?? Detail(tried),
        });
        return tried;
    }

    /// <summary>In earnest; what came of it in words.</summary>
    private static async Task<string> DoAsync(BotTalk talk, SuggestedAct act)
    {
        var answer = await talk.AskAsync("executeAction", Arguments(talk, act, ("dry_run", false), ("request_approval", true)));
        var done = answer.IsRefused
            ? Refused(act.Action, answer)
            : new AppliedAct(
                act.Action, answer.Text("status") ?? "unknown", answer.Text("message") ?? "", answer.Text("action_id"), answer.Text("approval_id"),
                Code: null);
        talk.Apply(done);
        if (done.ActionId is { } id) talk.Cite("action", id, "/audit");
        return done.ApprovalId is { } approval ? $"It waits for an approval ({approval}): {done.Message}" : done.Message;
    }

    private static (string, object?)[] Arguments(BotTalk talk, SuggestedAct act, params ReadOnlySpan<(string, object?)> more) =>
    [
        ("action", act.Action), ("namespace", act.Namespace), ("pod_name", act.PodName), ("deployment_name", act.DeploymentName),
        ("replicas", act.Replicas), ("incident_id", talk.Incident?.Id), ("cluster", talk.Incident?.Cluster), .. more,
    ];

    private static string Preview(OperationAnswer tried)
    {
        var reason = tried.Json.TryGetProperty("policy", out var policy) ? policy.GetProperty("policy_reason").GetString() : null;
        return reason is null ? $"{tried.Text("message")}." : $"{tried.Text("message")}. {reason}";
    }

    private static AppliedAct Refused(string action, OperationAnswer answer) =>
        new(action, "refused", Detail(answer), null, null, answer.Text("error"));

    private static string Detail(OperationAnswer answer) => answer.Text("detail") ?? answer.Text("message") ?? "It was refused.";
}
