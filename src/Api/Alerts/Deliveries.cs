using System.Runtime.CompilerServices;
using System.Text;
using AiSre.Api.Edge;
using AiSre.Api.Errors;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Domain.Alerts;
using AiSre.Domain.Alerts.Recognition;
using AiSre.Grains;
using AiSre.Grains.Alerts;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace AiSre.Api.Alerts;

/// <summary>One delivery from its raw bytes to its answer: signature, parsing, source, replay.</summary>
public sealed class Deliveries(
    AlertIntake intake, AlertsInParts partly, SourceChoice choice, DeliverySignatures signatures, IGrainFactory grains, RateLimits rates,
    IngestMetrics metrics, IOptions<JsonOptions> json, TimeProvider clock)
{
    /// <summary>Alerts that are taken in at once; a body with more is taken in parts.</summary>
    private const int MostAtOnce = 1_000;

    /// <summary>No body below this length, in bytes, holds more.</summary>
    private const int Short = 2 * MostAtOnce;

    /// <param name="context">The request.</param>
    /// <param name="caller">Whose alert it is.</param>
    /// <param name="source">As the sender named it; null to recognise the body.</param>
    /// <param name="door">The way that it came in by.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<IResult> HandleAsync(HttpContext context, Caller caller, string? source, Door door)
    {
        using var body = await RequestBody.ReadAsync(context);
        if (source is not null && signatures.Verify(context, source, body.Bytes.Span) is { } forged) return Reject(source, forged);
        var raw = JsonBody.WithoutMark(await FormBody.AsJsonAsync(body.Bytes, context.Request.ContentType));
        if (door.Complete is { } complete) raw = complete(raw);
        if (!HasReadableType(context.Request) && !JsonBody.Begins(raw.Span)) return Reject(source, Problems.UnsupportedMediaType());
        var (document, problem) = JsonBody.Parse(raw, signed: source is not null && signatures.Secures(source));
        if (document is null) return Reject(source, problem!);
        using (document)
        {
            var parts = raw.Length > Short ? BodyParts.Split(document.RootElement, MostAtOnce) : null;
            var header = HeadersOf(context.Request);
            var own = source is null ? null : await choice.OwnAsync(caller.Workspace, source);
            var read = parts is null
                ? DeliveryReader.Read(source, document.RootElement, clock.GetUtcNow(), header, own)
                : partly.ReadFirst(source, parts, header, own);
            // Only the body says whose it is, so it could not be verified before it was read.
            if (signatures.VerifyRead(context, source, read, body.Bytes.Span, raw) is { } refusal) return Reject(read.Source, refusal);
            if (rates.RefusalOfAlerts(caller, parts is null ? CountOf(read) : BodyParts.CountOf(document.RootElement)) is { } over)
            {
                metrics.For(read.Source).Request(RequestOutcome.Throttled);
                return over;
            }
            return DeliveryId(context.Request, read.Source, document.RootElement) is { } id
                ? await OnceAsync(caller, read, id, document.RootElement, raw, parts, door)
                : Answer(await IngestAsync(caller, read, document.RootElement, raw, parts, null), door);
        }
    }

    private static int CountOf(ReadDelivery read) => read.Delivery?.Signals.Length ?? 0;

    private ValueTask<IngestOutcome> IngestAsync(
        Caller caller, ReadDelivery read, JsonElement root, ReadOnlyMemory<byte> raw, IEnumerable<byte[]>? parts, string? id) =>
        parts is null ? intake.IngestAsync(caller, read, root, raw, id) : partly.IngestAsync(caller, read, parts);

    /// <summary>A delivery with an id is processed once; whoever sends it again gets the first answer.</summary>
    private async Task<IResult> OnceAsync(
        Caller caller, ReadDelivery read, string id, JsonElement root, ReadOnlyMemory<byte> raw, IEnumerable<byte[]>? parts,
        Door door)
    {
        var seen = grains.GetGrain<IDeliveriesGrain>(GrainKeys.Delivery(caller.Workspace, read.Source, id));
        if (await FirstAnswerAsync(seen, id) is { } first)
        {
            if (first.Status == 0) return Problems.Unavailable(1, "The same delivery is being processed at this moment.", "delivery_in_flight");
            metrics.Dedup("delivery_id");
            return Stored(first);
        }
        DeliveryAnswer? stored = null;
        try
        {
            var outcome = await IngestAsync(caller, read, root, raw, parts, id);
            // What waits in the spool is answered for good when it is taken up.
            if (outcome.Problem is not null || outcome.Queued > 0) return Answer(outcome, door);
            var answer = door.Respond?.Invoke(outcome);
            var body = answer is null ? "" : JsonSerializer.Serialize(answer, json.Value.SerializerOptions.GetTypeInfo(answer.GetType()));
            stored = new DeliveryAnswer(door.Status, body);
            return Stored(stored);
        }
        finally
        {
            await CompleteAsync(seen, id, stored);
        }
    }

    private static async Task<DeliveryAnswer?> FirstAnswerAsync(IDeliveriesGrain seen, string id)
    {
        try
        {
            return await seen.BeginAsync(id);
        }
        catch (Exception exception) when (LedgerFailure.Is(exception))
        {
            // Asked again when the delivery is taken up from the spool.
            return null;
        }
    }

    private static async Task CompleteAsync(IDeliveriesGrain seen, string id, DeliveryAnswer? answer)
    {
        try
        {
            await seen.CompleteAsync(id, answer);
        }
        catch (Exception exception) when (LedgerFailure.Is(exception))
        {
            // The alerts are stored and the sender may know it; what is lost is that a second delivery would get the same answer.
        }
    }

    private ProblemResult Reject(string? source, ProblemResult problem)
    {
        metrics.For(source).Request(RequestOutcome.Rejected);
        return problem;
    }

    /// <summary>The headers of a request by their names, as the readers of bodies ask for them.</summary>
    internal static Func<string, string?> HeadersOf(HttpRequest request) => name => request.Headers[name] is [{ Length: > 0 } value] ? value : null;

    private IResult Answer(IngestOutcome outcome, Door door)
    {
        if (outcome.Problem is not null) return outcome.Problem;
        var status = outcome.Queued > 0 ? StatusCodes.Status202Accepted : door.Status;
        if (door.Respond?.Invoke(outcome) is not { } answer) return Results.StatusCode(status);
        return new JsonAnswer(answer, json.Value.SerializerOptions.GetTypeInfo(answer.GetType()), status);
    }

    private static IResult Stored(DeliveryAnswer answer) => answer.Body.Length == 0
        ? Results.StatusCode(answer.Status)
        : Results.Text(answer.Body, "application/json; charset=utf-8", Encoding.UTF8, answer.Status);

    /// <summary>What the sender repeats on a retry.</summary>
    private static string? DeliveryId(HttpRequest request, string source, JsonElement root) =>
        Id(request, DeliveryHeaders.Idempotency) ?? Id(request, DeliveryHeaders.PagerDuty) ?? Id(request, DeliveryHeaders.StandardWebhooks)
        ?? (source is AlertSource.PagerDuty ? EventId(root) : null) ?? Id(request, DeliveryHeaders.RequestId);

    private static string? Id(HttpRequest request, HeaderParameter header) => header.Read(request) is { Length: <= 200 } id ? id : null;

    private static string? EventId(JsonElement root) =>
        BodyParts.Find(root, "event") is { } e && BodyParts.Find(e, "id") is { ValueKind: JsonValueKind.String } id
        && id.GetRawText() is { Length: > 2 and <= 202 } text ? text[1..^1] : null;

    /// <summary>What may be JSON by its type. Whatever else begins as JSON does is read as well: senders are careless with the type.</summary>
    private static bool HasReadableType(HttpRequest request) =>
        request.ContentType is not { } type
        || type.Contains("json", StringComparison.OrdinalIgnoreCase)
        || type.StartsWith("text/plain", StringComparison.OrdinalIgnoreCase)
        || type.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
        || type.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        || type.StartsWith("application/octet-stream", StringComparison.OrdinalIgnoreCase);
}
