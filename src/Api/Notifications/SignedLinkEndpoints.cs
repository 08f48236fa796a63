using AiSre.Api.Edge;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Console.Requests;
using AiSre.Console.SignedLinks;
using AiSre.Domain.Notifications;
using AiSre.Grains.Notifications;

namespace AiSre.Api.Notifications;

/// <summary>
/// The incident that the signed link of a message leads to, without a sign-in, and the one press that acknowledges it. Only the press changes
/// anything: links are opened by mail scanners and chats before people see them. What stands for a form's token is the link's own signature, which no
/// other site knows.
/// </summary>
internal static class SignedLinkEndpoints
{
    /// <summary>A token and nothing else. 4 KiB.</summary>
    private const long BodyBytes = 4 << 10;

    private const string Pattern = LinkRules.Root + "/{incidentId}";

    public static void MapSignedLinks(this IEndpointRouteBuilder endpoints)
    {
        // The signature in the address is what lets a reader in.
        endpoints.MapGet(Pattern, Open).OpenToAll().WithAnyQuery().ServesOpenPage().ExcludeFromDescription();
        endpoints.MapPost(Pattern, Acknowledge).OpenToAll().WithAnyQuery().ServesOpenPage().WithBodyLimit(BodyBytes).ExcludeFromDescription();
    }

    private static Task<IResult> Open(string incidentId, HttpContext context, IGrainFactory grains, FailedLogins failures, TimeProvider clock) =>
        Answer(context, context.Features.Get<PresentedLink>()?.Token, grains, failures, clock, (links, token) => links.OpenAsync(incidentId, token));

    private static async Task<IResult> Acknowledge(
        string incidentId, HttpContext context, IGrainFactory grains, FailedLogins failures, TimeProvider clock)
    {
        var form = await ConsoleForm.FieldsOf(context);
        return await Answer(
            context, form[LinkRules.Parameter] is [{ } token] ? token : null, grains, failures, clock,
            (links, said) => links.AcknowledgeAsync(incidentId, said));
    }

    private static async Task<IResult> Answer(
        HttpContext context, string? token, IGrainFactory grains, FailedLogins failures, TimeProvider clock,
        Func<ISignedLinks, string, Task<LinkAnswer>> ask)
    {
        var isMissing = token is not { Length: > 0 };
        var answer = await ask(grains.GetGrain<ISignedLinks>(0), token ?? "");
        if (answer.Outcome is LinkOutcome.Refused && failures.Count(context.Connection.RemoteIpAddress, isMissing) is { } wait)
        {
            context.Response.Headers.RetryAfter = Invariant($"{wait}");
            return SignedLinkPages.TooMany(wait);
        }
        return await SignedLinkPages.ShowAsync(answer, token ?? "", grains, clock.GetUtcNow());
    }
}
