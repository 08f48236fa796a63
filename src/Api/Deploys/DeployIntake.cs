using AiSre.Api.Alerts;
using AiSre.Api.Errors;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Api.Workspaces;
using AiSre.Domain;
using AiSre.Domain.Alerts;
using AiSre.Domain.Alerts.Recognition;
using AiSre.Domain.Deploys;
using AiSre.Domain.Deploys.Shapes;
using AiSre.Grains;
using AiSre.Grains.Deploys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AiSre.Api.Deploys;

/// <summary>
/// One word about a deploy, from its raw bytes to its answer. A known tool's body may be an alert as well, a sync that failed or the end of one: then
/// it goes the way of every alert too, after the deploy is stored, so that its incident knows the deploy.
/// </summary>
internal sealed class DeployIntake(
    DeliverySignatures signatures, AlertIntake alerts, KnownWorkspaces workspaces, IGrainFactory grains, TimeProvider clock)
{
    public async Task<IResult> HandleAsync(HttpContext context, Caller caller, DeployPlace said)
    {
        using var body = await RequestBody.ReadAsync(context);
        if (body.Bytes.IsEmpty) return BindingProblems.NoBody();
        var raw = JsonBody.WithoutMark(await FormBody.AsJsonAsync(body.Bytes, context.Request.ContentType));
        if (!context.Request.HasJsonContentType() && !JsonBody.Begins(raw.Span)) return Problems.UnsupportedMediaType();
        if (!SurrogateEscapes.AreWhole(raw.Span)) return Problems.HalfPair();
        var (document, problem) = JsonBody.Parse(raw, signed: false);
        if (document is null) return problem!;
        using (document)
        {
            var now = clock.GetUtcNow();
            var read = DeployBody.Read(caller.Workspace, document.RootElement, Deliveries.HeadersOf(context.Request), said, now);
            return read is null
                ? await OwnAsync(context, caller, said, document.RootElement, now)
                : signatures.VerifyRead(context, read.Tool, body.Bytes.Span, raw) is { } forged
                    ? forged
                    : await OfToolAsync(context, caller, read, document.RootElement, raw, now);
        }
    }

    private async Task<IResult> OwnAsync(HttpContext context, Caller caller, DeployPlace said, JsonElement json, DateTimeOffset now)
    {
        var request = Body<DeployRequest>.Read(context, json);
        var id = DeployHeaders.NameOf(context.Request) is { } name ? DeployId.Of("delivery", name) : NewIds.Deploy(now);
        var (deploy, problem) = DeployRequestReader.Read(request, said, caller.Workspace, id, caller.Name, now);
        if (deploy is null) return problem!;
        if (await workspaces.EnsureAsync(caller) is { } unknown) return unknown;
        return Stored(await RecordAsync(deploy, mayRunAgain: false), null);
    }

    private async Task<IResult> OfToolAsync(
        HttpContext context, Caller caller, ToolDeploy read, JsonElement json, ReadOnlyMemory<byte> raw, DateTimeOffset now)
    {
        if (await workspaces.EnsureAsync(caller) is { } unknown) return unknown;
        var outcome = read.Deploy is null ? null : await RecordAsync(read.Deploy, read.MayRunAgain);
        string? incident = null;
        var alert = DeliveryReader.Read(read.Tool, json, now, Deliveries.HeadersOf(context.Request));
        if (alert.Delivery is { } delivery && delivery.Signals.Any(signal => signal.Kind is not (SignalKind.Ignored or SignalKind.Note)))
        {
            var told = await alerts.IngestAsync(caller, alert, json, raw);
            if (told.Problem is not null) return told.Problem;
            incident = told.Results.FirstOrDefault(result => result.IncidentId is not null)?.IncidentId;
        }
        return outcome is null
            ? TypedResults.Ok(new DeployResponse(true, null, null, Repeated: false, read.Why, incident))
            : Stored(outcome, incident);
    }

    private async Task<DeployOutcome> RecordAsync(Deploy deploy, bool mayRunAgain)
    {
        var outcome = await GrainOf(deploy).RecordAsync(deploy, mayRunAgain);
        if (outcome.Stored is not null) return outcome;
        // The same revision once more: a run of its own, which its instant names.
        var again = deploy with { Id = DeployId.Of(deploy.Id, Invariant($"{deploy.At.ToUnixTimeMilliseconds()}")) };
        return await GrainOf(again).RecordAsync(again, mayRunAgain: false);
    }

    private IDeployGrain GrainOf(Deploy deploy) => grains.GetGrain<IDeployGrain>(GrainKeys.Deploy(deploy.Workspace, deploy.Id, deploy.Service));

    private static Ok<DeployResponse> Stored(DeployOutcome outcome, string? incident) =>
        TypedResults.Ok(new DeployResponse(
            true, outcome.Stored!.Id, StoredDeploy.From(outcome.Stored), outcome.Repeated, IncidentId: incident));
}
