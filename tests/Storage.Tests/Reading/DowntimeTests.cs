using AiSre.Domain.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Tests.Reading;

/// <summary>What budgets read of a service's incidents.</summary>
public abstract class DowntimeTests(LedgerDialect dialect) : LedgerSuite(dialect)
{
    private static readonly DateTimeOffset Since = Samples.Noon.AddDays(-30);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(90);

    [Fact]
    public async Task What_stands_or_ended_later_is_read_and_what_ended_before_is_not()
    {
        await BornAsync("inc-ancient", Since.AddDays(-200));
        await BornAsync("inc-before", Since.AddDays(-2));
        await EndAsync("inc-before", Since.AddMinutes(-1));
        await BornAsync("inc-across", Since.AddDays(-1));
        await EndAsync("inc-across", Since.AddMinutes(1));
        await BornAsync("inc-open", Since.AddDays(3));
        await BornAsync("inc-other", Since.AddDays(3), service: "search");
        var found = await FoundAsync();
        Assert.Equal(["inc-ancient", "inc-across", "inc-open"], found.Select(one => one.Incident.Id));
        Assert.All(found, one => Assert.Empty(one.Turns));
        Assert.Empty(await Service<IDowntimeReads>().OfServiceAsync("ws-2", "payments", Since, Longest));
    }

    [Fact]
    public async Task One_that_was_reopened_comes_with_all_its_turns()
    {
        await BornAsync("inc-turned", Since.AddDays(-1));
        await EndAsync("inc-turned", Since.AddHours(-2));
        var reopened = (await Reads.FindAsync(Samples.Workspace, "inc-turned"))!.Value.Incident with
        {
            Phase = IncidentPhase.Open, ResolvedAt = null, ReopenCount = 1,
        };
        await CommitAsync(new IncidentWrite
        {
            Incident = reopened, Version = 2, Facts = new() { Events = Samples.Of(reopened, Samples.Event(EventTypes.IncidentReopened, Since)) },
        });
        Assert.Equal([new PhaseTurn(Since.AddHours(-2), false), new PhaseTurn(Since, true)], Assert.Single(await FoundAsync()).Turns);
    }

    private ValueTask<IReadOnlyList<ServiceIncident>> FoundAsync() =>
        Service<IDowntimeReads>().OfServiceAsync(Samples.Workspace, "payments", Since, Longest);

    private Task<IncidentBirthEntry> BornAsync(string id, DateTimeOffset at, string service = "payments")
    {
        var incident = Samples.Incident(id, Samples.Workspace, at);
        return CommitAsync(Samples.Birth(incident with { Subject = incident.Subject with { Service = service } }, $"k:{id}"));
    }

    private async Task EndAsync(string id, DateTimeOffset at)
    {
        var incident = (await Reads.FindAsync(Samples.Workspace, id))!.Value.Incident with { Phase = IncidentPhase.Resolved, ResolvedAt = at };
        await CommitAsync(new IncidentWrite
        {
            Incident = incident, Version = 1, Facts = new() { Events = Samples.Of(incident, Samples.Event(EventTypes.IncidentResolved, at)) },
        });
    }
}
