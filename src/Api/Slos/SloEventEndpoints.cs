using System.Collections.Immutable;
using AiSre.Api.Description;
using AiSre.Api.Edge;
using AiSre.Api.Errors;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Slos;
using AiSre.Domain.Slos.Buckets;
using AiSre.Grains.Slos;

namespace AiSre.Api.Slos;

/// <summary>Counts that a service pushes itself.</summary>
internal static class SloEventEndpoints
{
    private const int MostEvents = 5_000;
    private const int LongestId = 200;

    public static void MapSloEvents(this IEndpointRouteBuilder endpoints) => endpoints
        .MapSlo(SloExamples.EventsName).MapPost("/events", Take)
        .RequireRole(Role.Ingest, KeyScope.Ingest).AsIngest()
        .Describe("pushSloEvents", "Count good and bad events", "Of an SLO whose source is events. All of a batch counts, or nothing of it.")
        .Takes(SloExamples.Events).Answers(SloExamples.EventsTaken);

    private static async Task<IResult> Take(string name, Body<SloEventsBody> body, Caller caller, IGrainFactory grains, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        var (counts, errors) = Read(body.Value, now);
        if (errors.Count > 0) return Problems.Unprocessable(errors);
        if (await grains.FindAsync(caller, name) is not { } slo)
        {
            // A value of a label that nobody has sent before.
            var (group, value) = SloGroupRules.Split(name);
            var fresh = value is null ? null : await grains.GetGrain<ISlosGrain>(caller.Workspace).GroupedAsync(group, [value]);
            if (fresh is null) return await NoRoomAsync(group, value, caller, grains) ?? SloEndpoints.NotFound(name);
            slo = fresh;
        }
        if (slo.Source is not EventSloSource)
        {
            return Problems.Conflict(
                $"The source of {slo.Name} is {slo.Source.Type}; events are pushed to SLOs whose source is events.", "other_source");
        }
        if (SloGroupRules.IsGroup(slo))
        {
            return Problems.Conflict(
                $"{slo.Name} has an SLO for each {slo.GroupBy}: push to {SloGroupRules.NameOf(slo.Name, "VALUE")}.", "value_needed");
        }

        var outcome = await grains.Slo(caller, slo).TakeAsync(slo, body.Value.EventBatchId, counts);
        if (outcome.IsTooMany)
            return Problems.Conflict("More batches came in a day than can be remembered; send fewer and larger ones.", "too_many_batches");
        return outcome.Refused is { } refused
            ? Problems.Unprocessable([new(["body", "events", Invariant($"{refused}"), "ts"], "Is more than 24 hours old, or lies in the future.")])
            : TypedResults.Ok(new SloEventsResponse(outcome.Accepted, outcome.IsRepeat));
    }

    /// <summary>The label has more values than its definition allows; null: there is no such definition.</summary>
    private static async Task<ProblemResult?> NoRoomAsync(string group, string? value, Caller caller, IGrainFactory grains)
    {
        if (value is null || await grains.FindAsync(caller, group) is not { Source: EventSloSource } slo || !SloGroupRules.IsGroup(slo)) return null;
        return SloGroupRules.IsValue(value)
            ? Problems.Conflict(
                Invariant($"{group} has as many values of {slo.GroupBy} as 'max_groups' allows, {slo.MaxGroups}; allow more, or push less."),
                "too_many_groups")
            : Problems.Conflict(
                Invariant($"A value of {slo.GroupBy} has 1 to {SloGroupRules.LongestValue} characters, and none that cannot be seen."),
                "no_such_value");
    }

    private static (ImmutableArray<SloEventCount> Counts, List<FieldError> Errors) Read(SloEventsBody body, DateTimeOffset now)
    {
        var errors = new List<FieldError>();
        if (body.EventBatchId is { Length: 0 or > LongestId })
            errors.Add(new(["body", "event_batch_id"], Invariant($"Must be 1 to {LongestId} characters long.")));
        if (body.Events is { } events)
        {
            if (body.Ts is not null || body.Good is not null || body.Total is not null)
                errors.Add(new(["body", "events"], "Send a list of minutes or a single one, not both."));
            if (events.Count is 0 or > MostEvents) errors.Add(new(["body", "events"], Invariant($"Must be 1 to {MostEvents} minutes.")));
            for (var i = 0; i < events.Count; i++)
                Check(events[i].Ts, events[i].Good, events[i].Total, now, errors, "body", "events", Invariant($"{i}"));
            return ([.. events.Select(one => new SloEventCount(one.Ts, one.Good, one.Total))], errors);
        }
        if (body.Good is null) errors.Add(new(["body", "good"], "This field is required."));
        if (body.Total is null) errors.Add(new(["body", "total"], "This field is required."));
        if (body is not { Good: { } good, Total: { } total }) return ([], errors);
        var at = body.Ts ?? now;
        Check(at, good, total, now, errors, "body");
        return ([new(at, good, total)], errors);
    }

    private static void Check(DateTimeOffset at, long good, long total, DateTimeOffset now, List<FieldError> errors, params string[] place)
    {
        if (EventRules.Problem(at, good, total, now) is not { } problem) return;
        var field = good < 0 || total < good ? "good" : total > EventRules.MostEvents ? "total" : "ts";
        errors.Add(new([.. place, field], problem));
    }
}
