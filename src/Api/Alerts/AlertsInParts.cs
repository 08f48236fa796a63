using System.Collections.Immutable;
using AiSre.Api.Security;
using AiSre.Domain.Alerts.Recognition;
using AiSre.Domain.Alerts.Sources.Shapes;
using AiSre.Grains.Alerts;

namespace AiSre.Api.Alerts;

/// <summary>Takes in a body of very many alerts one part after the other, so that it is refused for their number by nobody.</summary>
public sealed class AlertsInParts(AlertIntake intake, TimeProvider clock)
{
    /// <summary>What the body is, by its first part: the parts differ in their alerts only.</summary>
    public ReadDelivery ReadFirst(string? named, IEnumerable<byte[]> parts, Func<string, string?> header, OwnSource? own)
    {
        using var document = Parse(parts.First());
        return DeliveryReader.Read(named, document.RootElement, clock.GetUtcNow(), header, own);
    }

    /// <summary>
    /// The results of all parts. Where the ledger refuses one, those before it are stored and the sender, who hears of the refusal, sends all of them
    /// again.
    /// </summary>
    public async ValueTask<IngestOutcome> IngestAsync(Caller caller, ReadDelivery first, IEnumerable<byte[]> parts)
    {
        var results = ImmutableArray.CreateBuilder<SignalResult>();
        var unusable = new Queue<byte[]>();
        IngestOutcome? refused = null, taken = null;
        var (failed, recognised) = (0, true);
        foreach (var part in parts)
        {
            var outcome = await IngestAsync(caller, first, part, keepUnusable: taken is not null);
            if (outcome is { Problem: not null, Delivery: not null })
            {
                // Nothing of this part can be used; of the body as a whole that is not known yet.
                refused ??= outcome;
                unusable.Enqueue(part);
                continue;
            }
            if (outcome.Problem is not null) return outcome;
            Add(outcome);
            while (unusable.TryDequeue(out var kept)) Add(await IngestAsync(caller, first, kept, keepUnusable: true));
        }
        return taken is not { } whole ? refused!.Value : whole with
        {
            Results = results.DrainToImmutable(), Failed = failed, Recognised = recognised, Warnings = [.. first.Warnings, .. whole.Warnings],
        };

        void Add(IngestOutcome outcome)
        {
            taken ??= outcome;
            failed += outcome.Failed;
            recognised &= outcome.Recognised;
            results.AddRange(outcome.Results);
        }
    }

    private async ValueTask<IngestOutcome> IngestAsync(Caller caller, ReadDelivery first, byte[] part, bool keepUnusable)
    {
        using var document = Parse(part);
        var read = DeliveryReader.Read(first.Source, document.RootElement, clock.GetUtcNow(), header: null, first.Own);
        return await intake.IngestAsync(caller, read, document.RootElement, part, keepUnusable: keepUnusable);
    }

    private static JsonDocument Parse(byte[] part) => JsonDocument.Parse(part, new() { MaxDepth = 32 });
}
