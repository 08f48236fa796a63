using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Slos;
using AiSre.Grains.Alarms;
using AiSre.Grains.Alerts;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Slos;

/// <summary>What has become of tiers is stored, and the intake told of it.</summary>
public sealed partial class SloGrain
{
    public Task<AlarmAnswer> OnAlarmAsync(DueAlarm alarm) => store.AnswerAsync(async () =>
    {
        // What it knows of events may be old where the state has changed behind its back.
        events.Forget();
        var state = await StateAsync();
        if (Untold(state).IsEmpty) return AlarmAnswer.Obsolete;
        // What is defined is asked for, since it says what people are told.
        var definition = await GrainFactory.GetGrain<ISlosGrain>(workspace).FindAsync(name);
        var report = definition is null ? null : await ReportAsync(definition, isWhatIf: false);
        await TellAsync(definition, report?.Budget, report?.Reading.LastData, alarm.Fired());
        return AlarmAnswer.Settled;
    });

    /// <summary>What has changed, and what a Prometheus has answered if that is due.</summary>
    private async Task KeepAsync(
        SloDefinition definition, SloState state, SloState next, ImmutableArray<IncidentEvent> notes, DateTimeOffset now)
    {
        var said = definition.Source is PrometheusSloSource ? answer : null;
        // A clock that went back must not keep it from being stored.
        var isDue = said is not null && (now - storedAt).Duration() >= StoreEvery;
        var isSame = next.Tiers.SequenceEqual(state.Tiers) && next.IsAbsent == state.IsAbsent && next.Service == state.Service
            && next.Promise == state.Promise;
        if (isSame && !isDue) return;
        var facts = (Untold(next).IsEmpty ? LedgerFacts.None : ToTell()) with { Events = notes };
        if (said is not null)
        {
            next = next with { Answer = said };
            var last = (await events.BucketsAsync()).LastMinute;
            var change = await events.AddAsync(definition.Window, unstored.Where(minute => last is null || minute.At > last), now);
            await store.CommitAsync(next, facts with { Attachments = change.Documents });
            events.Learn(change);
            (unstored, storedAt) = ([], now);
            return;
        }
        await store.CommitAsync(next, facts);
    }

    /// <summary>What incidents that it has open say of another promise.</summary>
    private async ValueTask<ImmutableArray<IncidentEvent>> NotesOfAsync(SloState state, SloPromiseChange? change)
    {
        if (change is null || state.Told.IsEmpty) return [];
        var names = state.Told.Select(fingerprint => new AlertName(IdentityKey.Of(AlertSource.Slo, null, fingerprint), null)).ToList();
        var said = SloPromiseRules.Event(name, change);
        return
        [
            .. (await alerts.FindAllAsync(workspace, names)).OfType<AlertRow>().Where(row => row.Status is AlertStatus.Firing)
                .Select(row => row.IncidentId).Distinct() .Select(id => new IncidentEvent(workspace, id, said)),
        ];
    }

    /// <summary>Tells the intake what it does not know yet, and remembers that it was told.</summary>
    private async Task TellAsync(SloDefinition? definition, SloBudget? budget, DateTimeOffset? lastData, AlarmFired? fired = null)
    {
        var state = await StateAsync();
        var untold = Untold(state);
        if (untold.IsEmpty) return;
        var told = state.Told;
        foreach (var fingerprint in untold)
        {
            if (told.Contains(fingerprint))
            {
                await SendAsync(SloSignals.Over(state.Service, fingerprint));
                told = told.Remove(fingerprint);
            }
            else if (definition is not null && budget is not null)
            {
                await SendAsync(SignalOf(definition, fingerprint, budget, lastData));
                told = told.Add(fingerprint);
            }
        }
        await store.CommitAsync(state with { Told = told }, new() { Alarms = [fired ?? (AlarmChange)new AlarmClear(Tell)] });
    }

    private AlertSignal SignalOf(SloDefinition definition, string fingerprint, SloBudget budget, DateTimeOffset? lastData)
    {
        foreach (var tier in SloAlerting.AllTiers)
            if (SloFingerprint.Of(name, tier) == fingerprint) return SloSignals.Firing(definition, tier, budget);
        return SloSignals.Absent(definition, lastData);
    }

    /// <summary>Through the same door as every alert. Said twice, the second time is a repeat.</summary>
    private async Task SendAsync(AlertSignal signal)
    {
        var said = await GrainFactory.GetGrain<IServiceIntakeGrain>(GrainKeys.IntakeOf(workspace, signal)).IngestAsync([signal]);
        if (said.Refusal is IntakeRefusal.Full) throw new LedgerFullException();
        if (said.Refusal is not IntakeRefusal.None) throw new LedgerUnavailableException();
    }

    /// <summary>What fires and was not told, and what was told and fires no more.</summary>
    private ImmutableArray<string> Untold(SloState state)
    {
        var firing = state.Tiers.Where(tier => tier.IsFiring).Select(tier => SloFingerprint.Of(name, tier.Tier)).ToHashSet(StringComparer.Ordinal);
        if (state.IsAbsent) firing.Add(SloFingerprint.OfAbsence(name));
        firing.SymmetricExceptWith(state.Told);
        return [.. firing.Order(StringComparer.Ordinal)];
    }

    private LedgerFacts ToTell() => new() { Alarms = [AlarmSet.At(Tell, clock.GetUtcNow() + TellAfter)] };
}
