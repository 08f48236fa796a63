using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AiSre.Console.Requests;
using AiSre.Domain.Access;
using AiSre.Domain.Definitions.Yaml;
using AiSre.Grains.Definitions;

namespace AiSre.Console.Definitions;

/// <summary>Who is told of what: the texts in force, what they were, and the way to change them.</summary>
internal static class DefinitionPages
{
    /// <summary>What the API calls the document that it was given, so that the same text is the same revision.</summary>
    private const string Name = "body";

    private const string Start =
        "teams:\n  my-team:\n    services: [\"*\"]\n    layers:\n      - {members: [me], every: 1w}\n" +
        "users:\n  me: {email: me@example.com, admin: true}\n";

    public static void MapDefinitions(this ConsoleRoutes routes)
    {
        routes.Page("/definitions", Show);
        routes.Page("/definitions/edit", Edit);
        routes.ActAsAdmin("/definitions/edit", KeyScope.Configure, CheckOrPut);
    }

    private static async Task<IResult> Show(ConsoleContext context, IGrainFactory grains) =>
        context.Show<DefinitionsPage, DefinitionsPageView>(
            await DefinitionsPageView.LoadAsync(
                Of(context, grains), context.User.MayAdminister, Number(context.Query["from"]), Number(context.Query["to"])));

    private static async Task<IResult> Edit(ConsoleContext context, IGrainFactory grains)
    {
        if (!context.User.MayAdminister) return context.Refused("To change definitions takes the role admin.", context.Link("/definitions"));
        var definitions = Of(context, grains);
        var current = await definitions.ShowAsync();
        if (!current.Files.IsEmpty) return context.Refused(OwnedByFiles(current.Files), context.Link("/definitions"));
        var number = current.Revision?.Number ?? 0;
        if (Number(context.Query["of"]) is not { } old || old == number)
            return Shown(context, new(current.Documents.IsEmpty ? Start : Joined(current.Documents), number, null, []));
        var before = await definitions.RevisionAsync(old);
        return before.IsEmpty
            ? context.Missing($"Revision {old} is not kept.")
            : Shown(context, new(
                Joined(before), number, null, [], $"This is what revision {old} said. Secrets that are shown as *** stay as they are now."));
    }

    /// <summary>Nothing is put in force whose consequences nobody has been shown.</summary>
    private static async Task<IResult> CheckOrPut(ConsoleContext context, ConsoleForm form, IGrainFactory grains)
    {
        var (definitions, text, revision) = (Of(context, grains), form.Lines("text"), form.Whole("revision") ?? 0);
        var document = new DefinitionDocument(Name, text);
        if (string.IsNullOrWhiteSpace(text))
            return Shown(context, new(text, revision, null, [], "There is nothing to check. A text that defines nothing is {}."), 422);
        if (form.Text("do") != "put" || form.Text("checked") != Fingerprint(text)) return await CheckAsync(context, definitions, document, revision);
        var outcome = await definitions.PutEditAsync(document, revision, context.User.Name, context.User.BoundWorkspace is null);
        return outcome.Result switch
        {
            DefinitionsResult.Accepted => context.Said($"Revision {outcome.Revision} is in force.", context.Link("/definitions")),
            DefinitionsResult.Unchanged => context.Said("The same is in force already.", context.Link("/definitions")),
            DefinitionsResult.OwnedByFiles => context.Refused(OwnedByFiles(outcome.Files), context.Link("/definitions")),
            DefinitionsResult.Overtaken => await CheckAsync(
                context, definitions, document, outcome.Revision,
                $"Revision {outcome.Revision} came while you wrote. Yours is not in force. Look below at what it would change, then put it again."),
            _ => await CheckAsync(context, definitions, document, revision),
        };
    }

    private static async Task<IResult> CheckAsync(
        ConsoleContext context, IDefinitionsGrain definitions, DefinitionDocument document, int revision, string? note = null)
    {
        var outcome = await definitions.CheckEditAsync(document, context.User.BoundWorkspace is null);
        var isWrong = outcome.Result is DefinitionsResult.Wrong;
        var changes = isWrong ? [] : RevisionDiff.Between([new(Name, Joined((await definitions.ShowAsync()).Documents))], [document]);
        return Shown(context, new(document.Text, revision, outcome, changes, note), isWrong || note is not null ? 422 : 200);
    }

    private static IResult Shown(ConsoleContext context, DraftView draft, int status = 200) => context.Show<DraftPage, DraftView>(draft, status);

    private static IDefinitionsGrain Of(ConsoleContext context, IGrainFactory grains) => grains.GetGrain<IDefinitionsGrain>(context.Workspace);

    /// <summary>Files that were given up become one text. What stands in two of them is then a mistake at its line.</summary>
    private static string Joined(ImmutableArray<DefinitionDocument> documents) => string.Join('\n', documents.Select(document => document.Text));

    private static string OwnedByFiles(ImmutableArray<string> files) =>
        $"These definitions are files of the operator ({string.Join(", ", files)} in AI_SRE_CONFIG_DIR). Change them there.";

    internal static string Fingerprint(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
