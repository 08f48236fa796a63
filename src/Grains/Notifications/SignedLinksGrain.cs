using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;
using AiSre.Grains.Definitions;
using AiSre.Grains.Incidents;
using Orleans.Concurrency;

namespace AiSre.Grains.Notifications;

[GrainType("signed-links"), StatelessWorker]
public sealed class SignedLinksGrain(LinkKey key, TellOptions tell, IDefinitions definitions, TimeProvider clock) : Grain, ISignedLinks
{
    public async Task<LinkAnswer> OpenAsync(string incidentId, string token)
    {
        var (link, refusal) = await CheckAsync(incidentId, token);
        if (link is null) return new(refusal);
        return await GrainOf(link).GetAsync() is { } incident ? Of(LinkOutcome.Opened, link, incident) : new(LinkOutcome.Gone);
    }

    public async Task<LinkAnswer> AcknowledgeAsync(string incidentId, string token)
    {
        var (link, refusal) = await CheckAsync(incidentId, token);
        if (link is null) return new(refusal);
        if (await GrainOf(link).GetAsync() is not { } before) return new(LinkOutcome.Gone);
        if (before.Phase is not IncidentPhase.Open || LinkUseRules.IsUsed(before, link.Person, link.IssuedAt))
            return Of(LinkOutcome.Unchanged, link, before);
        if (await GrainOf(link).AcknowledgeByLinkAsync(link.Person, link.IssuedAt) is not { } after) return new(LinkOutcome.Gone);
        return Of(LinkUseRules.IsUsed(after, link.Person, link.IssuedAt) ? LinkOutcome.Acknowledged : LinkOutcome.Unchanged, link, after);
    }

    private static LinkAnswer Of(LinkOutcome outcome, SignedLink link, Incident incident) =>
        new(outcome, incident, link.Person, LinkUseRules.IsUsed(incident, link.Person, link.IssuedAt));

    /// <summary>The link, or why it opens nothing. Until its signature fits it makes no grain and is looked up nowhere.</summary>
    private async ValueTask<(SignedLink? Link, LinkOutcome Refusal)> CheckAsync(string incidentId, string token)
    {
        if (!tell.SignedLinks) return (null, LinkOutcome.Off);
        if (!GrainKeys.IsIncidentId(incidentId)) return (null, LinkOutcome.Refused);
        var signing = await key.ReadAsync();
        if (LinkToken.Read(token, incidentId, signing.Span) is not { } read) return (null, LinkOutcome.Refused);
        var known = await definitions.OfAsync(read.Link.Workspace);
        return LinkRules.Judge(read.Link, read.Stamp, address => LinkToken.Stamp(address, signing.Span), known, clock.GetUtcNow()) switch
        {
            LinkStanding.Good => (read.Link, LinkOutcome.Opened),
            LinkStanding.Expired => (null, LinkOutcome.Expired),
            _ => (null, LinkOutcome.Gone),
        };
    }

    private IIncidentGrain GrainOf(SignedLink link) => GrainFactory.GetGrain<IIncidentGrain>(GrainKeys.Incident(link.Workspace, link.IncidentId));
}
