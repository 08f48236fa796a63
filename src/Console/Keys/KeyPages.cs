using AiSre.Console.Requests;
using AiSre.Console.Workspaces;
using AiSre.Domain.Access;
using AiSre.Grains;

namespace AiSre.Console.Keys;

/// <summary>The keys that a workspace hands out: made, rotated, revoked. A new one is in the answer to its form and nowhere else.</summary>
internal static class KeyPages
{
    /// <summary>Both keys of a rotation open for so long at most.</summary>
    public const int LongestOverlap = 30 * 24;

    public static void MapKeys(this ConsoleRoutes routes)
    {
        var beside = routes.Below(ConsoleRoutes.Workspaces);
        beside.PageForAdmins("/{workspaceId}/keys", List);
        beside.ActAsAdmin("/{workspaceId}/keys", KeyScope.Administer, Make);
        beside.PageForAdmins("/{workspaceId}/keys/{keyId}", Show);
        beside.ActAsAdmin("/{workspaceId}/keys/{keyId}/rotate", KeyScope.Administer, Rotate);
        beside.ActAsAdmin("/{workspaceId}/keys/{keyId}/revoke", KeyScope.Administer, Revoke);
    }

    private static async Task<IResult> List(ConsoleContext context, IConsoleKeys known, IGrainFactory grains) =>
        await KeysPageView.LoadAsync(grains, context.Workspace, known, context.Now, new()) is { } view
            ? context.Show<KeysPage, KeysPageView>(view)
            : context.NoWorkspace();

    private static async Task<IResult> Make(
        HttpContext http, ConsoleContext context, ConsoleForm form, IConsoleKeys known, IGrainFactory grains)
    {
        var wanted = NewKeyDraft.Of(form).Read((role, scopes) => known.MayHandOut(http, role, scopes), context.Now, out var draft);
        // Whether there is such a workspace is looked at before: a key must not be made for one that is not there.
        if (await KeysPageView.LoadAsync(grains, context.Workspace, known, context.Now, draft) is not { } before) return context.NoWorkspace();
        if (wanted is null) return context.Show<KeysPage, KeysPageView>(before, 422);
        var outcome = await grains.KeysOf(context.Workspace).MakeAsync(wanted, context.User.Name);
        if (outcome is not { Key: { } key, Text: { } text }) return context.Refused(KeyWords.Refusal(outcome.Refusal), context.About("/keys"));
        // Nothing is asked for any more: what fails now would take the only copy with it.
        return context.Show<KeysPage, KeysPageView>(before with
        {
            Keys = KeysPageView.InOrder(before.Keys.Add(key), context.Now), Draft = new(), Made = new(key, text),
        });
    }

    private static async Task<IResult> Show(string keyId, ConsoleContext context, IGrainFactory grains) =>
        await KeyPageView.LoadAsync(grains, context.Workspace, keyId) is { } view ? context.Show<KeyPage, KeyPageView>(view) : NoKey(context, keyId);

    private static async Task<IResult> Rotate(
        string keyId, HttpContext http, ConsoleContext context, ConsoleForm form, IConsoleKeys known, IGrainFactory grains)
    {
        if (await KeyPageView.LoadAsync(grains, context.Workspace, keyId) is not { } before) return NoKey(context, keyId);
        if (!known.MayHandOut(http, before.Key.Role, before.Key.Scopes)) return context.Refused($"Nothing was made. {NewKeyDraft.BeyondOwn}");
        if (form.Whole("overlap") is not ({ } hours and >= 0 and <= LongestOverlap))
        {
            return context.Show<KeyPage, KeyPageView>(
                before with { Overlap = form.Text("overlap") ?? "", Problem = $"A number of hours from 0 to {LongestOverlap}." }, 422);
        }
        var outcome = await grains.KeysOf(context.Workspace).RotateAsync(keyId, TimeSpan.FromHours(hours), context.User.Name);
        if (outcome is not { Key: { } key, Text: { } text }) return context.Refused(KeyWords.Refusal(outcome.Refusal), context.About("/keys"));
        return context.Show<KeyPage, KeyPageView>((await AfterAsync(before, key, hours, context, grains)) with { Made = new(key, text) });
    }

    private static async Task<IResult> Revoke(string keyId, ConsoleContext context, IGrainFactory grains)
    {
        if (await KeyPageView.LoadAsync(grains, context.Workspace, keyId) is null) return NoKey(context, keyId);
        return await grains.KeysOf(context.Workspace).RevokeAsync(keyId, context.User.Name) is { } key
            ? context.Said($"{key.Name} is revoked: {key.Id} opens nothing any more.", context.About("/keys"))
            : NoKey(context, keyId);
    }

    /// <summary>As it is now. Where that cannot be asked for, as it must be: the new key is shown whatever happens.</summary>
    private static async Task<KeyPageView> AfterAsync(
        KeyPageView before, ManagedKey next, int hours, ConsoleContext context, IGrainFactory grains)
    {
        try
        {
            if (await KeyPageView.LoadAsync(grains, context.Workspace, before.Key.Id) is { } after) return after;
        }
        catch (Exception exception) when (exception is TimeoutException or OrleansException || LedgerFailure.Is(exception))
        {
        }
        var end = context.Now.AddHours(hours);
        return new(before.Key with { ReplacedBy = next.Id, ExpiresAt = before.Key.ExpiresAt < end ? before.Key.ExpiresAt : end }, next);
    }

    private static IResult NoKey(ConsoleContext context, string id) => ConsoleAnswers.Lone(404, "There is no such key here",
        $"{(id.Length <= 64 ? id : "It")} was never made here, or ended more than 30 days ago.", context.About("/keys"));
}
