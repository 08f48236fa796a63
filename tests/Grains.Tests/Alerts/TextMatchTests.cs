using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Alerts;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Tests.Alerts;

/// <summary>The generic webhook: alerts that are one by equal content or similar titles, with and without an identity.</summary>
[Collection(OnPlainSilo.Name)]
public sealed class TextMatchTests(SiloFixture fixture)
{
    private const string Title = "Primary database down", Alike = "Primary database is down";
    private readonly Tenant tenant = fixture.Silo.NewTenant();

    [Fact]
    public async Task Equal_and_similar_titles_repeat_and_others_do_not()
    {
        var id = (await tenant.SendAsync(Signals.Generic(Title))).IncidentId;
        Assert.Equal(DedupStrategy.ContentHash, (await tenant.SendAsync(Signals.Generic(Title), SignalActions.Deduplicated, id)).Strategy);
        Assert.Equal(DedupStrategy.TitleSimilarity, (await tenant.SendAsync(Signals.Generic(Alike), SignalActions.Deduplicated, id)).Strategy);
        await tenant.SendAsync(Signals.Generic("Disk almost full"), SignalActions.Created);
        await tenant.SendAsync(
            Signals.Generic(Title) with { Subject = new AlertSubject { Service = Tenant.Service, Namespace = "staging" } }, SignalActions.Created);
        Assert.Equal(3, (await tenant.FactsAsync(id)).Occurrences);
    }

    [Fact]
    public async Task Equal_content_is_a_new_incident_when_it_was_not_seen_for_more_than_thirty_minutes()
    {
        var first = (await tenant.SendAsync(Signals.Generic(Title))).IncidentId;
        fixture.Silo.Clock.Advance(TimeSpan.FromMinutes(30));
        await tenant.SendAsync(Signals.Generic(Title), SignalActions.Deduplicated, first);
        fixture.Silo.Clock.Advance(TimeSpan.FromMinutes(30) + TimeSpan.FromMilliseconds(1));
        var second = (await tenant.SendAsync(Signals.Generic(Title), SignalActions.Created)).IncidentId;
        await tenant.SendAsync(Signals.Generic(Title), SignalActions.Deduplicated, second);
        Assert.Equal(IncidentPhase.Open, (await tenant.IncidentAsync(first)).Phase);
    }

    [Fact]
    public async Task A_second_identity_joins_and_the_incident_is_over_when_both_are()
    {
        var id = (await tenant.SendAsync(Signals.Generic(Title, "k1"))).IncidentId;
        var joined = await tenant.SendAsync(Signals.Generic(Alike, "k2"), SignalActions.Deduplicated, id);
        Assert.Equal(DedupStrategy.TitleSimilarity, joined.Strategy);
        Assert.Equal(2, (await tenant.Reads.AlertsAsync(tenant.Workspace, id!)).Length);
        Assert.Equal(DedupStrategy.SourceIdentity, (await tenant.SendAsync(Signals.Generic(Alike, "k2"), SignalActions.Deduplicated, id)).Strategy);

        await tenant.SendAsync(Signals.Generic(Title, "k1", SignalKind.Resolved), SignalActions.Resolved, id);
        Assert.Equal(IncidentPhase.Open, (await tenant.IncidentAsync(id)).Phase);
        await tenant.SendAsync(Signals.Generic(Alike, "k2", SignalKind.Resolved), SignalActions.Resolved, id);
        Assert.Equal(IncidentPhase.Resolved, (await tenant.IncidentAsync(id)).Phase);
        Assert.Equal(3, (await tenant.FactsAsync(id)).Occurrences);
    }

    [Fact]
    public async Task Many_identities_that_join_at_once_all_join_one_incident()
    {
        await Task.WhenAll(Enumerable.Range(0, 30).Select(i => tenant.SendAsync(Signals.Generic(Title, $"k{i}"))));
        var incident = Assert.Single(await tenant.IncidentsAsync());
        Assert.Equal(30, incident.Alerts.Length);
        Assert.Equal(30, (await tenant.FactsAsync(incident.Id)).Occurrences);
    }

    [Fact]
    public async Task A_resolve_of_an_identity_that_never_fired_does_not_end_somebody_elses_alert()
    {
        var id = (await tenant.SendAsync(Signals.Generic(Title, "k1"))).IncidentId;
        await tenant.SendAsync(Signals.Generic(Title, "unknown", SignalKind.Resolved), SignalActions.IgnoredUnknownResolve);
        Assert.Equal(IncidentPhase.Open, (await tenant.IncidentAsync(id)).Phase);
    }

    [Fact]
    public async Task A_resolve_without_identity_ends_the_alert_that_its_text_names()
    {
        var id = (await tenant.SendAsync(Signals.Generic(Title))).IncidentId;
        await tenant.SendAsync(Signals.Generic(Title, kind: SignalKind.Resolved), SignalActions.Resolved, id);
        Assert.Equal(IncidentPhase.Resolved, (await tenant.IncidentAsync(id)).Phase);
    }

    [Fact]
    public async Task An_identity_that_memory_forgot_is_found_before_its_text_is_compared()
    {
        var old = (await tenant.SendAsync(Signals.Generic(Title, "k1"))).IncidentId;
        fixture.Silo.Clock.Advance(TimeSpan.FromMinutes(31));
        var young = (await tenant.SendAsync(Signals.Generic(Title, "k2"), SignalActions.Created)).IncidentId;
        // The next activation recalls only texts of the last 30 minutes, so it knows k2 and not k1.
        await fixture.Silo.DeactivateAsync(tenant.Intake());
        await tenant.SendAsync(Signals.Generic(Title, "k1"), SignalActions.Deduplicated, old);
        await tenant.SendAsync(Signals.Generic(Title, "k1", SignalKind.Resolved), SignalActions.Resolved, old);
        Assert.Equal(IncidentPhase.Resolved, (await tenant.IncidentAsync(old)).Phase);
        Assert.Equal(IncidentPhase.Open, (await tenant.IncidentAsync(young)).Phase);
    }

    [Fact]
    public async Task Text_never_merges_two_identities_of_a_source_that_guarantees_them()
    {
        await tenant.SendAsync(Signals.Firing("a", title: Title), SignalActions.Created);
        await tenant.SendAsync(Signals.Firing("b", title: Title), SignalActions.Created);
    }

    [Fact]
    public async Task Two_places_are_two_incidents_whatever_memory_knows()
    {
        var (one, other) = (At(Title, "db-1"), At(Title, "db-2"));
        var id = (await tenant.SendAsync(one, SignalActions.Created)).IncidentId;
        await tenant.SendAsync(other, SignalActions.Created);
        await tenant.SendAsync(At(Alike, "db-3"), SignalActions.Created);
        await fixture.Silo.DeactivateAsync(tenant.Intake());
        await tenant.SendAsync(At(Alike, "db-4"), SignalActions.Created);
        await tenant.SendAsync(one, SignalActions.Deduplicated, id);
        await tenant.SendAsync(other with { Kind = SignalKind.Resolved }, SignalActions.Resolved);
        Assert.Equal(IncidentPhase.Open, (await tenant.IncidentAsync(id)).Phase);
    }

    [Fact]
    public async Task A_key_that_its_sender_chose_is_joined_to_nothing()
    {
        await tenant.SendAsync(Signals.Generic(Title, "c/1") with { IdentityIsSure = true }, SignalActions.Created);
        await tenant.SendAsync(Signals.Generic(Title, "c/2") with { IdentityIsSure = true }, SignalActions.Created);
        await tenant.SendAsync(Signals.Generic(Alike, "c/3") with { IdentityIsSure = true }, SignalActions.Created);
    }

    [Fact]
    public async Task An_alert_that_an_earlier_release_opened_without_its_place_goes_on()
    {
        var row = await OpenAsEarlierAsync(At(Title, "db-1"));
        await tenant.SendAsync(At(Title, "db-2"), SignalActions.Created);
        await tenant.SendAsync(At(Title, "db-1"), SignalActions.Deduplicated, row);
        await tenant.SendAsync(At(Title, "db-1"), SignalActions.Deduplicated, row);
        fixture.Silo.Clock.Advance(TimeSpan.FromHours(2));
        await fixture.Silo.DeactivateAsync(tenant.Intake());
        await tenant.SendAsync(At(Title, "db-1") with { Kind = SignalKind.Resolved }, SignalActions.Resolved, row);
    }

    private static AlertSignal At(string title, string node) =>
        Signals.Generic(title) with { Subject = new AlertSubject { Service = Tenant.Service, Namespace = "prod", Node = node } };

    /// <summary>As it was stored before places were a part of content.</summary>
    private async Task<string> OpenAsEarlierAsync(AlertSignal signal)
    {
        var hash = ContentHash.WithoutPlace(ContentHash.Of(signal, TitleNormalizer.Normalize(signal.Title)));
        var identity = IdentityKey.OfContent(signal.Source, hash);
        var incident = IncidentBirth.Of(signal, "inc-00000000ea51", tenant.Workspace, identity, null, tenant.Now).Incident;
        var row = AlertRow.Of(signal, tenant.Workspace, identity, incident.Id, Tenant.Service, hash, Severity.High, tenant.Now);
        await fixture.Silo.Service<ILedger>().CommitAsync(new IncidentBirthEntry { Alert = row, Incident = incident });
        return incident.Id;
    }

    [Fact]
    public async Task Text_still_matches_after_the_activation_was_collected()
    {
        var id = (await tenant.SendAsync(Signals.Generic(Title))).IncidentId;
        await fixture.Silo.DeactivateAsync(tenant.Intake());
        Assert.Equal(DedupStrategy.TitleSimilarity, (await tenant.SendAsync(Signals.Generic(Alike), SignalActions.Deduplicated, id)).Strategy);
    }
}
