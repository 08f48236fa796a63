using AiSre.Api.Operations;
using AiSre.Domain.Bot;

namespace AiSre.Api.Bot;

/// <summary>One message and its answer, in the making. Whatever it asks, it asks as its caller.</summary>
internal sealed class BotTalk(HttpContext context, ApiOperations operations, BotMessage message, BotRequest request)
{
    private readonly List<SuggestedAct> suggested = [];
    private readonly List<AppliedAct> applied = [];
    private readonly List<BotSource> sources = [];

    public BotMessage Message => message;

    /// <summary>Something may be done and not only said.</summary>
    public bool MayApply => request.AutoApply;

    /// <summary>Null until one is found.</summary>
    public BotIncident? Incident { get; private set; }

    /// <summary>The service that it is about: as it was said, else the incident's.</summary>
    public string? Service => message.Service ?? Incident?.Service;

    public Task<OperationAnswer> AskAsync(string operation, params ReadOnlySpan<(string Name, object? Value)> arguments)
    {
        var sent = new Dictionary<string, JsonElement>();
        foreach (var (name, value) in arguments)
        {
            if (value is not null)
                sent[name] = value switch
                {
                    string text => JsonSerializer.SerializeToElement(text),
                    bool flag => JsonSerializer.SerializeToElement(flag),
                    int number => JsonSerializer.SerializeToElement(number),
                    _ => throw new ArgumentException($"An argument cannot be a {value.GetType().Name}.", nameof(arguments)),
                };
        }
        return operations.CallAsync(context, operation, sent, context.RequestAborted);
    }

    /// <summary>
    /// The incident that the message names, else the one that was sent with it, else the worst of the service. False: one was named that is not
    /// there.
    /// </summary>
    public async Task<bool> FindIncidentAsync()
    {
        if ((message.IncidentId ?? request.IncidentId) is { Length: > 0 } id)
        {
            var found = await AskAsync("getIncident", ("incidentId", id));
            if (found.IsRefused) return false;
            Meet(found.Json.GetProperty("incident"));
        }
        else if (message.Service is { } service && await WorstAsync(service) is { } worst)
        {
            // A list does not say all of it.
            var found = await AskAsync("getIncident", ("incidentId", worst.GetProperty("id").GetString()));
            Meet(found.IsRefused ? worst : found.Json.GetProperty("incident"));
        }
        return true;
    }

    public void Suggest(SuggestedAct act) => suggested.Add(act);

    public void Apply(AppliedAct act) => applied.Add(act);

    public void Cite(string kind, string? id, string path) => sources.Add(new(kind, id, path));

    public BotResponse Reply(string text) => new(text, message.Intent.Word(), Incident?.Id, Service, suggested, applied, sources);

    private void Meet(JsonElement incident)
    {
        Incident = new(incident);
        Cite("incident", Incident.Id, $"/incidents/{Incident.Id}");
    }

    private async Task<JsonElement?> WorstAsync(string service)
    {
        foreach (var state in new[] { "open", "acknowledged", "resolved" })
        {
            var list = await AskAsync("listIncidents", ("service", service), ("state", state), ("limit", 50));
            // Newest first, so of equally severe ones the newest.
            if (!list.IsRefused && list.Json.GetProperty("incidents").EnumerateArray().ToList() is { Count: > 0 } found)
            {
                return state is "resolved"
                    ? found[0]
                    : found.MaxBy(one => Array.IndexOf(BotIncident.Severities, one.GetProperty("severity").GetString()));
            }
        }
        return null;
    }
}
