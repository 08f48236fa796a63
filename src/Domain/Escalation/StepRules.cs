using System.Collections.Immutable;
using AiSre.Domain.Alarms;
using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions.Escalation;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Definitions.OnCall;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;

namespace AiSre.Domain.Escalation;

/// <summary>Where one person of a step is told.</summary>
internal sealed record StepPlace(Person Person, ContactPoint Place);

/// <summary>What a wake-up of an escalation made of it.</summary>
internal sealed record StepResult(EscalationState State, ImmutableArray<TimelineEvent> Events);

/// <summary>
/// Takes the steps that are due. Several at once, after the platform was away, are one: everybody whom one of them names is told once, and the
/// timeline says which of them stands for the others (docs/rules/escalation.md).
/// </summary>
internal static class StepRules
{
    public static StepResult PageDueSteps(Telling telling, Incident incident, EscalationState state, TellContext context) => Page(
        telling, incident, state,
        [.. EscalationRules.Due(state, incident.Severity, context.Now)
            .Select(step => Plan(Waited(step, state, context.Now), incident, state, context))],
        context);

    /// <summary>A step has reached nobody although it named somebody: whoever comes next need not wait for his time either.</summary>
    public static StepResult PageAfterUnreached(Telling telling, Incident incident, EscalationState state, FiredStep unreached, TellContext context)
    {
        var last = new EscalationStep(unreached.Cycle, unreached.Level, unreached.DueAt);
        if (NextLevel(last, state, []) is { } level)
            return Page(telling, incident, state, [Plan(new(last.Cycle, level, context.Now), incident, state, context)], context);
        if (!IsHopeless(state, last)) return new(state, []);
        var events = new List<TimelineEvent>();
        var next = GiveUp(telling, incident, state, last, events, context);
        // Channels that fail come back: what is still to come is tried.
        return new(EscalationRules.Next(state, incident.Severity) is null ? next : state, [.. events]);
    }

    private static StepResult Page(Telling telling, Incident incident, EscalationState state, List<PlannedStep> due, TellContext context)
    {
        if (due.Count == 0) return new(state, []);
        // Nobody there: whoever comes next need not wait for his time.
        while (due[^1] is { Outcome: StepOutcome.Nobody } last && NextLevel(last.Step, state, due) is { } level)
            due.Add(Plan(new(last.Step.Cycle, level, context.Now), incident, state, context));

        var tooLate = context.Now - due[0].Step.DueAt > EscalationRules.TooLate;
        var speaker = due.FindLastIndex(step => step.Reaches);
        for (var i = 0; i < speaker; i++)
        {
            if (due[i].Reaches) due[i] = due[i] with { Outcome = StepOutcome.CollapsedInto(due[speaker].Step.Cycle, due[speaker].Step.Level) };
        }
        if (speaker >= 0) Send(telling, incident, state, due, due[speaker], tooLate, context);
        var next = EscalationRules.RecordSteps(state, due.Select(step => step.Fired(context.Now)));
        var events = due.SelectMany(step => EventsOf(step, state, context)).ToList();
        if (IsHopeless(next, due[^1].Step)) next = GiveUp(telling, incident, next, due[^1].Step, events, context);
        return new(next with { Hold = null }, [.. events]);
    }

    /// <summary>Where a level tells its people.</summary>
    public static IEnumerable<StepPlace> Places(Incident incident, EscalationLevel level, TellContext context) =>
        Places(TargetRules.People(level.Targets, ServiceScope.Of(incident.Subject), context.Definitions, context.Duty, context.Now),
            Channels(incident, level, context), context);

    public static ImmutableArray<string> Mentions(IEnumerable<StepPlace> places) =>
        [.. places.Select(place => place.Place.Mention).OfType<string>().Distinct()];

    /// <summary>What was held was due when it was let go.</summary>
    private static EscalationStep Waited(EscalationStep step, EscalationState state, DateTimeOffset now) =>
        state.Hold is not { } hold ? step
        : hold.Why == "flapping" ? step with { DueAt = now }
        : (hold.Until < now ? hold.Until : now) is var end && end > step.DueAt ? step with { DueAt = end } : step;

    private static PlannedStep Plan(EscalationStep step, Incident incident, EscalationState state, TellContext context)
    {
        var level = step.Of(state.Policy);
        var people = TargetRules.People(level.Targets, ServiceScope.Of(incident.Subject), context.Definitions, context.Duty, context.Now);
        var asked = step.Cycle == state.FirstCycle && step.Level == 1
            ? people.RemoveAll(target => IsSpared(target.Person.Id, state, context.Now))
            : people;
        var places = Places(asked, Channels(incident, level, context), context).ToImmutableArray();
        var reaches = !step.Dropped && places.Any(place => place.Place.Reaches);
        var outcome = step.Dropped || (asked.IsEmpty && !people.IsEmpty) ? StepOutcome.Suppressed : reaches ? StepOutcome.Sent : StepOutcome.Nobody;
        return new(step, level, asked, places, reaches, outcome);
    }

    private static void Send(
        Telling telling, Incident incident, EscalationState state, List<PlannedStep> due, PlannedStep speaker, bool tooLate, TellContext context)
    {
        var places = due.Where(step => step.Outcome != StepOutcome.Suppressed).SelectMany(step => step.Places);
        if (tooLate)
        {
            var first = state.Policy.Levels[0];
            var few = Places(
                TargetRules.People(
                    [.. first.Targets, TargetRules.Admins], ServiceScope.Of(incident.Subject), context.Definitions, context.Duty, context.Now),
                Channels(incident, first, context), context).ToList();
            if (few.Exists(place => place.Place.Reaches)) places = few;
        }
        var kind = speaker.Step is { Cycle: 0, Level: 1 } ? NotificationKind.Opened
            : incident.ReopenCount > 0 && speaker.Step.Cycle == state.FirstCycle && speaker.Step.Level == 1
            && !NotificationRules.IsAnnounced(incident) ? NotificationKind.Reopened
            : NotificationKind.Escalated;
        var lateBy = AlarmRules.LateBySeconds(due[0].Step.DueAt, context.Now);
        var content = ContentRules.Of(incident, kind, context) with
        {
            Step = StepName(speaker.Step, state),
            LateBySeconds = lateBy,
            NextStep = NextStep(incident, state, due, context),
            Note = tooLate ? "The platform was away for more than a day: this stands for everything that was due meanwhile." : null,
        };
        foreach (var told in places.GroupBy(place => place.Place with { Mention = null }))
        {
            // The pager that opened it has paged for it already.
            if (NotificationRules.Echoes(incident, kind, told.Key.Channel, context)) continue;
            var key = Key(incident, speaker.Step, told.Key);
            telling.Tell(
                told.Key, key, content with { Recipients = [.. told.Select(place => place.Person.Id).Distinct()], Mentions = Mentions(told) },
                uncapped: true, isPage: true);
        }
    }

    /// <summary>The key of a step's message; its target is the address, because people who share one are told in one message.</summary>
    private static string Key(Incident incident, EscalationStep step, ContactPoint place) =>
        $"{KeysOf(incident, step.Cycle, step.Level)}{place.Address}:{place.Channel}";

    /// <summary>What the keys of all messages of a step begin with.</summary>
    public static string KeysOf(Incident incident, int cycle, int level) => FormattableString.Invariant($"esc:{incident.Id}:{cycle}:{level}:");

    /// <summary>A whole pass was taken, and none of its steps, nor any earlier one of this start, reached anybody.</summary>
    private static bool IsHopeless(EscalationState state, EscalationStep last) =>
        last.Level == state.Policy.Levels.Length
            && state.Fired.Where(step => step.Cycle >= state.FirstCycle)
                .All(step => step.Outcome is StepOutcome.Nobody or StepOutcome.Unreached);

    /// <summary>The admins hear of it by e-mail, and that is all that can be done.</summary>
    private static EscalationState GiveUp(
        Telling telling, Incident incident, EscalationState state, EscalationStep last, List<TimelineEvent> events, TellContext context)
    {
        var mail = context.Definitions.Channels.Values.Where(channel => channel.IsConfigured && channel.Type.Kind is ChannelKind.Mail)
            .OrderBy(channel => channel.Name, StringComparer.Ordinal).FirstOrDefault()?.Name;
        var admins = TargetRules.People([TargetRules.Admins], null, context.Definitions, context.Duty, context.Now);
        var places = Places(admins, [mail ?? LogChannel.ChannelName], context).ToList();
        var content = ContentRules.Of(
            incident, NotificationKind.Escalated, context) with { Note = "Nobody could be told: no level of the escalation has reached anybody.",
            Step = StepName(last, state) };
        foreach (var told in places.GroupBy(place => place.Place with { Mention = null }))
            telling.Tell(
                told.Key, Key(incident, last, told.Key), content with { Recipients = [.. told.Select(place => place.Person.Id)] }, uncapped: true,
                isPage: true);
        // Somebody may read the log.
        if (places.Count == 0)
        {
            var log = new ContactPoint(LogChannel.ChannelName, ChannelDefinition.DefaultAddress);
            telling.Tell(log, Key(incident, last, log), content, uncapped: true, isPage: true);
        }
        events.Add(Exhausted(context.Now, "nobody", [.. places.Select(place => place.Person.Id).Distinct()]));
        return state with { Status = EscalationStatus.Exhausted };
    }

    public static TimelineEvent Exhausted(DateTimeOffset now, string reason, ImmutableArray<string> told) =>
        new(EventTypes.EscalationExhausted, "system", now, EventPayload.Of(("reason", reason), ("persons", told.IsEmpty ? null : told)));

    private static IEnumerable<TimelineEvent> EventsOf(PlannedStep step, EscalationState state, TellContext context)
    {
        var lateBy = AlarmRules.LateBySeconds(step.Step.DueAt, context.Now);
        yield return new(EventTypes.EscalationStep, "system", context.Now, EventPayload.Of(
            ("cycle", step.Step.Cycle), ("level", step.Step.Level), ("targets", step.Level.Targets),
                ("persons", step.People.Select(target => target.Person.Id)),
            ("channels", step.Channels), ("outcome", step.Outcome), ("due_at", step.Step.DueAt), ("late_by_seconds", lateBy)));
        if (step.Outcome == StepOutcome.Nobody)
        {
            yield return new(EventTypes.EscalationNobody, "system", context.Now, EventPayload.Of(
                ("cycle", step.Step.Cycle), ("level", step.Step.Level), ("targets", step.Level.Targets),
                ("reason", step.People.IsEmpty ? "nobody is on call" : "no channel reaches them"), ("policy", state.Policy.Name)));
        }
    }

    private static IEnumerable<StepPlace> Places(IEnumerable<TargetPerson> people, ImmutableArray<string> channels, TellContext context) =>
        from target in people
        from channel in channels
        let place = AddressRules.Of(target.Person, target.Team, channel, context.Definitions)
        where place is not null
        select new StepPlace(target.Person, place);

    /// <summary>Those that the level names, else those of the routes.</summary>
    public static ImmutableArray<string> Channels(Incident incident, EscalationLevel level, TellContext context) =>
        level.Channels.IsDefaultOrEmpty
            ? RoutingRules.ChannelsFor(context.Definitions, ServiceScope.Of(incident.Subject), incident.Severity)
            : level.Channels;

    private static bool IsSpared(string person, EscalationState state, DateTimeOffset now) =>
        state.Spared.Any(told => told.Person == person && now - told.At <= EscalationRules.SparedFor);

    private static int? NextLevel(EscalationStep last, EscalationState state, List<PlannedStep> due) =>
        last.Level < state.Policy.Levels.Length
        && !due.Exists(step => step.Step.Cycle == last.Cycle && step.Step.Level == last.Level + 1)
        && !state.Fired.Any(step => step.Cycle == last.Cycle && step.Level == last.Level + 1)
            ? last.Level + 1
            : null;

    private static string StepName(EscalationStep step, EscalationState state)
    {
        var name = FormattableString.Invariant($"level {step.Level} of {state.Policy.Levels.Length}");
        return step.Cycle > state.FirstCycle ? FormattableString.Invariant($"{name}, pass {step.Cycle - state.FirstCycle + 1}") : name;
    }

    private static string NextStep(Incident incident, EscalationState state, List<PlannedStep> due, TellContext context)
    {
        var taken = EscalationRules.RecordSteps(state, due.Select(step => step.Fired(context.Now)));
        return EscalationRules.Next(taken, incident.Severity) is not { } next ? "Acknowledge it."
            : $"Acknowledge it, or {WhoIs(Plan(next, incident, state, context).People)} told at {next.DueAt.UtcDateTime:HH:mm} UTC.";
    }

    private static string WhoIs(ImmutableArray<TargetPerson> people) => people switch
    {
        [] => "the next level is",
        [var one] => $"{one.Person.Id} is",
        _ => string.Join(", ", people.Select(target => target.Person.Id)) + " are",
    };

    private sealed record PlannedStep(
        EscalationStep Step, EscalationLevel Level, ImmutableArray<TargetPerson> People, ImmutableArray<StepPlace> Places, bool Reaches,
            string Outcome)
    {
        public IEnumerable<string> Channels => Places.Select(place => place.Place.Channel).Distinct();

        public FiredStep Fired(DateTimeOffset now) => new(Step.Cycle, Step.Level, Step.DueAt, now, Outcome)
        {
            People = [.. People.Select(target => target.Person.Id)],
            Channels = [.. Channels],
        };
    }
}
