using AiSre.Domain.Definitions;
using AiSre.Domain.Alerts;
using AiSre.Grains.Alerts;
using AiSre.Grains.Notifications;

namespace AiSre.Grains.Tests.Escalation;

/// <summary>A workspace of the small company, its clock and its outbox.</summary>
public sealed class Duty(TestSilo silo)
{
    public Tenant Tenant { get; } = silo.NewTenant();

    public DateTimeOffset Now => silo.Clock.GetUtcNow();

    internal Duty With(WorkspaceDefinitions definitions)
    {
        silo.Definitions.Put(Tenant.Workspace, definitions);
        return this;
    }

    public async Task<string> OpenAsync(Severity severity = Severity.Critical, string fingerprint = "a", string service = Tenant.Service)
    {
        var result = await Tenant.SendAsync(Signals.Firing(fingerprint, service, severity), SignalActions.Created);
        return result.IncidentId!;
    }

    public async Task<List<OutboxRow>> OutboxAsync(string id) => [.. await silo.Service<IOutboxReads>().OfIncidentAsync(Tenant.Workspace, id)];

    /// <summary>What was written for an incident, as <c>kind channel/address</c>, in order.</summary>
    public async Task<List<string>> ToldAsync(string id) =>
        [.. (await OutboxAsync(id)).Select(row => $"{row.Message.Content.Kind} {row.Message.Channel}/{row.Message.Address}")];

    /// <summary>The pages among it, by the steps of their keys.</summary>
    public async Task<List<string>> PagesAsync(string id) =>
        [.. (await OutboxAsync(id))
            .Where(row => row.Message.IsPage)
            .Select(row => row.Message.Key.Replace($"esc:{id}:", "", StringComparison.Ordinal))];

    public async Task<List<string>> OutcomesAsync(string id) =>
        [.. ((await Tenant.Reads.FindAsync(Tenant.Workspace, id))!.Value.Incident.Escalation?.Fired ?? [])
            .Select(step => $"{step.Cycle}.{step.Level} {step.Outcome}")];

    public Task<Dictionary<string, DateTimeOffset>> AlarmsAsync(string id) => Tenant.AlarmsAsync(id);

    /// <summary>Moves the clock and waits until the incident's alarms that are due by then were acted on.</summary>
    public async Task PassAsync(string id, TimeSpan time)
    {
        var until = Now + time;
        // From alarm to alarm: a clock that jumps would make all of them late.
        while (true)
        {
            var next = (await AlarmsAsync(id)).Values.Where(at => at <= until).DefaultIfEmpty(DateTimeOffset.MaxValue).Min();
            if (next > until) break;
            if (next > Now) silo.Clock.Advance(next - Now);
            var due = next;
            await silo.AfterTicksAsync(async () => (await AlarmsAsync(id)).Values.All(at => at > due), $"the alarm of {due:HH:mm:ss} is acted on");
        }
        if (until > Now) silo.Clock.Advance(until - Now);
    }
}
