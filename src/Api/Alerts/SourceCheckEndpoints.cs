using AiSre.Api.Description;
using AiSre.Api.Edge;
using AiSre.Api.Errors;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Domain.Alerts;
using AiSre.Domain.Alerts.Recognition;
using AiSre.Domain.Alerts.Sources.Shapes;

namespace AiSre.Api.Alerts;

/// <summary>Shows what a body would become, to those who connect a tool. Nothing is stored and nobody is told.</summary>
internal static class SourceCheckEndpoints
{
    /// <summary>As much as a webhook takes.</summary>
    private const long BodyBytes = EdgeOptions.WebhookBodyBytes;

    private static readonly QueryParameter<string?> Source = Query.Text(
        "source", $"Whose shape the body has: {SourceChoice.Described}. When absent it is recognised.");

    public static void MapSourceCheck(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/sources/check", Check).WithTags("Definitions").RequireRole(Role.Viewer, KeyScope.Read).WithBodyLimit(BodyBytes)
            .Describe(
                "checkSource", "Say what a body would become",
                "Who is taken to have written it, its alerts, and for each field the path that it came from. Changes nothing.")
            .WithQuery(Source).TakesAnyJson(VendorExamples.OfWebhook).Answers(AlertExamples.Checked);

    private static async Task<IResult> Check(HttpContext context, Caller caller, QueryReader query, SourceChoice choice, TimeProvider clock)
    {
        var source = query.Of(Source)?.ToLowerInvariant();
        if (query.Problem is { } problem) return problem;
        if (source is not null && await choice.CheckAsync(caller.Workspace, source) is { } unsupported) return unsupported;
        using var body = await RequestBody.ReadAsync(context);
        var text = JsonBody.WithoutMark(await FormBody.AsJsonAsync(body.Bytes, context.Request.ContentType));
        var (document, broken) = JsonBody.Parse(text, signed: false);
        if (document is null) return broken!;
        using (document)
        {
            var (root, header) = (document.RootElement, Deliveries.HeadersOf(context.Request));
            var traces = new List<ShapeTrace>();
            try
            {
                source ??= SourceDetection.Detect(root, header) ?? AlertSource.Webhook;
                var delivery = await choice.OwnAsync(caller.Workspace, source) is { } own
                    ? Normalizer.ParseOwn(own, root, clock.GetUtcNow(), header, traces)
                    : Normalizer.Parse(source, root, clock.GetUtcNow(), header, traces);
                return TypedResults.Ok(SourceCheckResponse.From(source, delivery, traces));
            }
            catch (InvalidDeliveryException exception)
            {
                return Problems.Unprocessable("body", exception.Location, exception.Message);
            }
        }
    }
}
