using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;
using AiSre.Grains.Ledger;
using AiSre.Grains.Notifications;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiSre.Grains.Tests.Notifications;

/// <summary>The key of signed links, and what they open on a silo.</summary>
public sealed class SignedLinkGrainTests(SiloFixture fixture) : IClassFixture<SiloFixture>
{
    private readonly TestSilo silo = fixture.Silo;
    private readonly Tenant tenant = fixture.Silo.NewTenant();

    private ISignedLinks Links => silo.Grains.GetGrain<ISignedLinks>(0);

    [Fact]
    public async Task Whoever_makes_the_key_first_makes_it_for_all_and_for_ever()
    {
        var keys = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => NewKey().ReadAsync().AsTask()));
        Assert.All(keys, key => Assert.Equal(keys[0].ToArray(), key.ToArray()));
        Assert.Equal(LinkToken.KeyBytes, keys[0].Length);
        await silo.RestartAsync();
        Assert.Equal(keys[0].ToArray(), (await silo.Service<LinkKey>().ReadAsync()).ToArray());
    }

    [Fact]
    public async Task A_link_opens_until_it_expires_and_acknowledges_once()
    {
        silo.Definitions.Put(tenant.Workspace, Company.Definitions);
        var id = (await tenant.SendAsync(Signals.Firing("a"))).IncidentId!;
        var token = await TokenAsync(id, TimeSpan.FromHours(72));

        var opened = await Links.OpenAsync(id, token);
        Assert.Equal((LinkOutcome.Opened, "dave", false, IncidentPhase.Open), (opened.Outcome, opened.Person, opened.IsUsed, opened.Incident!.Phase));
        var pressed = await Links.AcknowledgeAsync(id, token);
        Assert.Equal((LinkOutcome.Acknowledged, "dave"), (pressed.Outcome, pressed.Incident!.AcknowledgedBy));
        Assert.Equal(LinkOutcome.Unchanged, (await Links.AcknowledgeAsync(id, token)).Outcome);
        await tenant.Grain(id).UnacknowledgeAsync("dave");
        Assert.Equal((LinkOutcome.Unchanged, true), ((await Links.AcknowledgeAsync(id, token)).Outcome, (await Links.OpenAsync(id, token)).IsUsed));
        Assert.Equal(1, (await tenant.EventsAsync(id)).Count(said => said == EventTypes.IncidentAcknowledged));

        silo.Clock.Advance(TimeSpan.FromHours(72));
        Assert.Equal(LinkOutcome.Expired, (await Links.OpenAsync(id, token)).Outcome);
    }

    [Fact]
    public async Task Presses_that_come_at_once_acknowledge_once()
    {
        silo.Definitions.Put(tenant.Workspace, Company.Definitions);
        var id = (await tenant.SendAsync(Signals.Firing("a"))).IncidentId!;
        var token = await TokenAsync(id, TimeSpan.FromHours(1));
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Links.AcknowledgeAsync(id, token)));
        Assert.Contains(answers, answer => answer.Outcome is LinkOutcome.Acknowledged);
        Assert.All(answers, answer => Assert.Equal("dave", answer.Incident!.AcknowledgedBy));
        Assert.Equal(1, (await tenant.EventsAsync(id)).Count(said => said == EventTypes.IncidentAcknowledged));
    }

    [Fact]
    public async Task A_message_goes_without_its_link_when_the_key_cannot_be_read()
    {
        var away = new LinkKey(silo.Service<ILedger>(), new AwayDocuments());
        Assert.Null(await LinkAsync(new(away, new(), silo.Clock, NullLogger<LinkWriter>.Instance)));
        var key = silo.Service<LinkKey>();
        var link = await LinkAsync(new(key, new() { PublicUrl = "http://sre.test" }, silo.Clock, NullLogger<LinkWriter>.Instance));
        Assert.StartsWith("http://sre.test/i/inc-1?token=", link, StringComparison.Ordinal);
        Assert.Null(await LinkAsync(new(key, new() { SignedLinks = false }, silo.Clock, NullLogger<LinkWriter>.Instance)));
    }

    [Fact]
    public async Task A_message_that_is_sent_again_has_the_same_link()
    {
        var first = await LinkAsync(silo.Service<LinkWriter>());
        silo.Clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(first, await LinkAsync(silo.Service<LinkWriter>()));
    }

    private static ValueTask<string?> LinkAsync(LinkWriter writer) =>
        writer.LinkAsync(Page(), Company.Definitions.Channels["email"], "dave@x.test", Company.Definitions);

    private static NotificationContent Page() => new()
    {
        Kind = NotificationKind.Escalated, Severity = Domain.Alerts.Severity.Critical, Workspace = "ws", IncidentId = "inc-1", Title = "It burns",
        Since = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero), At = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero),
    };

    private LinkKey NewKey() => new(silo.Service<ILedger>(), silo.Service<IDocumentReads>());

    private async Task<string> TokenAsync(string incident, TimeSpan lasts) => LinkToken.Write(
        new(tenant.Workspace, incident, "dave", "email", tenant.Now, tenant.Now + lasts), "dave@x.test",
        (await silo.Service<LinkKey>().ReadAsync()).Span);

    private sealed class AwayDocuments : IDocumentReads
    {
        public ValueTask<StoredDocument?> FindAsync(DocumentKey key) => throw new LedgerUnavailableException();

        public ValueTask<IReadOnlyDictionary<string, string>> FindAsync(string workspace, string kind, IReadOnlyCollection<string> ids) =>
            throw new LedgerUnavailableException();

        public ValueTask<IReadOnlyList<string>> IdsAsync(string workspace, string kind) => throw new LedgerUnavailableException();

        public ValueTask<IReadOnlyList<string>> NewestAsync(string workspace, string kind, string? before, int limit) =>
            throw new LedgerUnavailableException();

        public ValueTask<IReadOnlyList<string>> WithDefinitionsAsync(int limit) => throw new LedgerUnavailableException();

        public ValueTask<IReadOnlyList<string>> WithoutDefinitionsAsync() => throw new LedgerUnavailableException();
    }
}
