using AiSre.Domain.Definitions.Actions;
using AiSre.Grains.Definitions;
using AiSre.Grains.Ledger;
using NodaTime;

namespace AiSre.Grains.Tests.Definitions;

/// <summary>Revisions and stand-ins of a workspace.</summary>
[Collection(OnPlainSilo.Name)]
public sealed class DefinitionsGrainTests(SiloFixture fixture)
{
    private const string People = "users: {carol: {}, dave: {}, eve: {}}\n";
    private const string Right = People + "teams: {pay: {time_zone: Europe/Berlin, layers: [{members: [carol, dave]}]}}\n";
    private readonly TestSilo silo = fixture.Silo;
    private readonly string workspace = fixture.Silo.NewTenant().Workspace;

    private IDefinitionsGrain Grain => silo.Grains.GetGrain<IDefinitionsGrain>(workspace);
    private IDefinitions Definitions => silo.Service<IDefinitions>();

    private Task<DefinitionsOutcome> PutAsync(string text) => Grain.PutAsync([new("body", text)], "root");

    private static OverrideRequest Request(
        string user = "eve", string from = "2026-05-25T12:00", string to = "2026-05-25T16:00", string team = "PAY",
        string? zone = null, string? reason = null) =>
        new(team, user, from, to, zone, reason, "root");

    [Fact]
    public async Task What_is_put_is_in_force_and_what_is_wrong_is_not()
    {
        Assert.True((await Definitions.OfAsync(workspace)).IsEmpty);
        var first = await PutAsync(Right);
        Assert.Equal((DefinitionsResult.Accepted, 1), (first.Result, first.Revision));
        Assert.Equal(["pay"], first.Summary!.Teams);
        Assert.Equal(["pay"], (await Definitions.OfAsync(workspace)).Teams.Keys);

        var wrong = await PutAsync("teams: {pay: {layers: [{members: [nobody]}]}}");
        Assert.Equal((DefinitionsResult.Wrong, 1), (wrong.Result, wrong.Revision));
        Assert.Equal((1, 35), (wrong.Problems[0].Line, wrong.Problems[0].Column));
        Assert.Equal(["pay"], (await Definitions.OfAsync(workspace)).Teams.Keys);
        var view = await Grain.ShowAsync();
        Assert.Equal(("root", "api", 1), (view.Refused!.By, view.Refused.Source, view.Revision!.Number));

        Assert.Equal(DefinitionsResult.Unchanged, (await PutAsync(Right)).Result);
        Assert.Null((await Grain.ShowAsync()).Refused);
        Assert.Equal(DefinitionsResult.Accepted, (await Grain.CheckAsync([new("body", People)])).Result);
        Assert.Single(await Grain.RevisionsAsync());
    }

    [Fact]
    public async Task What_is_shown_can_be_edited_without_its_secrets_and_not_over_somebody_else()
    {
        const string Hook = "channels: {pigeons: {type: webhook, url: \"https://hooks.example/a\"}}\n";
        await PutAsync(People + Hook);
        var shown = (await Grain.ShowAsync()).Documents[0];
        Assert.Contains("***", shown.Text, StringComparison.Ordinal);
        var edited = shown with { Text = shown.Text + "teams: {pay: {}}\n" };
        Assert.Equal(DefinitionsResult.Accepted, (await Grain.CheckEditAsync(edited)).Result);
        Assert.Equal(DefinitionsResult.Overtaken, (await Grain.PutEditAsync(edited, 0, "root")).Result);

        Assert.Equal((DefinitionsResult.Accepted, 2), await PutEditAsync());
        Assert.Equal((DefinitionsResult.Unchanged, 2), await PutEditAsync());
        var first = Assert.Single(await Grain.RevisionAsync(1));
        Assert.DoesNotContain("teams", first.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("hooks.example", first.Text, StringComparison.Ordinal);
        Assert.Contains("pay", Assert.Single(await Grain.RevisionAsync(2)).Text, StringComparison.Ordinal);
        Assert.Empty(await Grain.RevisionAsync(3));

        async Task<(DefinitionsResult, int)> PutEditAsync() =>
            await Grain.PutEditAsync(edited, 1, "root") is var outcome ? (outcome.Result, outcome.Revision) : default;
    }

    [Fact]
    public async Task Only_the_platform_lifts_the_protection_of_a_namespace()
    {
        const string Text = "unprotected_namespaces: [kube-system]";
        var own = await Grain.PutAsync([new("body", Text)], "acme");
        Assert.Equal(DefinitionsResult.Wrong, own.Result);
        Assert.Contains("'unprotected_namespaces' is for the platform", own.Problems[0].Message, StringComparison.Ordinal);
        Assert.Equal(DefinitionsResult.Wrong, (await Grain.CheckAsync([new("body", Text)])).Result);

        Assert.Equal(DefinitionsResult.Accepted, (await Grain.PutAsync([new("body", Text)], "root", byPlatform: true)).Result);
        Assert.Equal(["kube-system"], (await Definitions.OfAsync(workspace)).Of(UnprotectedSection.Key));
        Assert.Equal(DefinitionsResult.Unchanged, (await Grain.PutAsync([new("body", Text)], "root", byPlatform: true)).Result);
    }

    [Fact]
    public async Task What_a_workspace_has_lifted_for_itself_when_it_still_could_counts_no_more()
    {
        await Grain.PutAsync([new("body", "unprotected_namespaces: [kube-system]\nusers: {dave: {}}")], "root", byPlatform: true);
        Assert.Contains((await Grain.ShowAsync()).Summary!.Lines, line => line.What == "unprotected_namespaces");
        // As it was written before anybody asked whose key it is.
        await silo.TamperAsync(
            "UPDATE documents SET document = replace(document, '\"by_platform\":true', '\"x\":true') " +
            "WHERE workspace = @workspace AND kind = 'definitions' AND document LIKE '%by_platform%'", workspace);
        await silo.DeactivateAsync(Grain);
        var summary = (await Grain.ShowAsync()).Summary!;
        Assert.DoesNotContain(summary.Lines, line => line.What == "unprotected_namespaces");
        Assert.Equal(["dave"], summary.People);
    }

    [Fact]
    public async Task The_past_is_answered_from_what_was_in_force_then()
    {
        var before = silo.Clock.GetUtcNow();
        silo.Clock.Advance(TimeSpan.FromMinutes(1));
        await PutAsync(Right);
        var first = silo.Clock.GetUtcNow();
        silo.Clock.Advance(TimeSpan.FromMinutes(1));
        var id = (await Grain.AddOverrideAsync(Request())).Id!;
        var added = silo.Clock.GetUtcNow();
        silo.Clock.Advance(TimeSpan.FromMinutes(1));
        await PutAsync(People + "teams: {pay: {}, ops: {}}");
        Assert.True(await Grain.RemoveOverrideAsync(id, "root"));
        await silo.DeactivateAsync(Grain);
        silo.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.True((await Definitions.AtAsync(workspace, before)).Teams.ContainsKey("pay"));
        Assert.Empty((await Definitions.AtAsync(workspace, before)).Overrides);
        var then = await Definitions.AtAsync(workspace, first);
        Assert.Equal(["carol", "dave"], then.Teams["pay"].Layers[0].Members);
        Assert.Empty(then.Overrides);
        Assert.Equal(id, Assert.Single((await Definitions.AtAsync(workspace, added)).Overrides).Id);
        var now = await Definitions.AtAsync(workspace, silo.Clock.GetUtcNow());
        Assert.Equal(2, now.Teams.Count);
        Assert.Empty(now.Overrides);
        Assert.Equal([2, 1], (await Grain.RevisionsAsync()).Select(revision => revision.Number));
    }

    [Fact]
    public async Task Somebody_stands_in_at_once_and_until_it_is_taken_back()
    {
        await PutAsync(Right);
        var outcome = await Grain.AddOverrideAsync(Request(reason: "swap"));
        var entry = Assert.Single((await Definitions.OfAsync(workspace)).Overrides);
        Assert.Equal((outcome.Id, "pay", "eve", "Europe/Berlin", "swap", "root"),
            (entry.Id, entry.Team, entry.User, entry.TimeZone, entry.Reason, entry.CreatedBy));
        Assert.Equal((new LocalDateTime(2026, 5, 25, 12, 0), new LocalDateTime(2026, 5, 25, 16, 0)), (entry.From, entry.To));
        Assert.Equal(silo.Clock.GetUtcNow(), entry.CreatedAt.ToDateTimeOffset());

        Assert.True(await Grain.RemoveOverrideAsync(outcome.Id!, "root"));
        Assert.True(await Grain.RemoveOverrideAsync(outcome.Id!, "root"));
        Assert.False(await Grain.RemoveOverrideAsync("ovr-unknown", "root"));
        Assert.Empty((await Definitions.OfAsync(workspace)).Overrides);
    }

    [Fact]
    public async Task A_stand_in_who_is_no_longer_defined_stands_in_no_longer()
    {
        await PutAsync(Right);
        await Grain.AddOverrideAsync(Request());
        await PutAsync("users: {carol: {}, dave: {}}\nteams: {pay: {}}");
        Assert.Empty((await Definitions.OfAsync(workspace)).Overrides);
    }

    [Fact]
    public async Task What_is_wrong_with_a_stand_in_is_told_with_its_field()
    {
        await PutAsync(Right);
        (OverrideRequest Request, string Field)[] wrong =
        [
            (Request(team: "ops"), "team"), (Request(user: "frank"), "user"), (Request(zone: "CEST+1"), "time_zone"), (Request(from: "noon"), "from"),
            (Request(to: "2026-05-25"), "to"), (Request(to: "2026-05-25T12:00"), "to"), (Request(reason: new string('x', 501)), "reason"),
        ];
        foreach (var (request, field) in wrong)
        {
            var outcome = await Grain.AddOverrideAsync(request);
            Assert.Equal((null, field), (outcome.Id, outcome.Field));
            Assert.NotNull(outcome.Problem);
        }
        Assert.Empty((await Definitions.OfAsync(workspace)).Overrides);
    }

    [Fact]
    public async Task Files_decide_until_a_silo_starts_without_them()
    {
        await PutAsync(Right);
        const string channels = "channels: {webhook: {url: \"http://inner.example:8080/${PATH:-x}\"}}";
        Assert.Equal(DefinitionsResult.Wrong, (await PutAsync(channels)).Result);
        var files = await Grain.PutFilesAsync([new("notifications/x.yaml", channels)], "files of a");
        Assert.Equal((DefinitionsResult.Accepted, 2), (files.Result, files.Revision));
        Assert.True((await Definitions.OfAsync(workspace)).Channels["webhook"].IsTrusted);

        var refused = await PutAsync(Right);
        Assert.Equal(DefinitionsResult.OwnedByFiles, refused.Result);
        Assert.Equal(["notifications/x.yaml"], refused.Files);
        await Grain.RefuseFilesAsync([new("notifications/x.yaml", 3, 4, "Wrong.")], "files of a");
        Assert.Equal(3, Assert.Single((await Grain.WrongFilesAsync())!.Problems).Line);

        await Grain.ReleaseFilesAsync("files of b");
        Assert.Null(await Grain.WrongFilesAsync());
        Assert.True((await Definitions.OfAsync(workspace)).Channels["webhook"].IsTrusted);
        Assert.Equal((DefinitionsResult.Accepted, 3), ((await PutAsync(Right)).Result, (await Grain.ShowAsync()).Revision!.Number));
    }

    [Fact]
    public async Task The_same_text_from_files_is_another_revision_because_it_may_do_more()
    {
        await PutAsync(Right);
        Assert.Equal(DefinitionsResult.Accepted, (await Grain.PutFilesAsync([new("body", Right)], "files of a")).Result);
        Assert.Equal(DefinitionsResult.Unchanged, (await Grain.PutFilesAsync([new("body", Right)], "files of b")).Result);
    }

    [Fact]
    public async Task Two_that_change_at_once_both_count()
    {
        await PutAsync(Right);
        await silo.RewriteAsync(new DocumentKey(workspace, "definitions", ""));
        var outcome = await Grain.AddOverrideAsync(Request());
        Assert.NotNull(outcome.Id);
        await silo.RewriteAsync(new DocumentKey(workspace, "definitions", ""));
        Assert.Equal((DefinitionsResult.Accepted, 2),
            ((await PutAsync(People + "teams: {pay: {}}")).Result, (await Grain.ShowAsync()).Revision!.Number));
        Assert.Equal(outcome.Id, Assert.Single((await Definitions.OfAsync(workspace)).Overrides).Id);
    }

    [Fact]
    public async Task No_more_than_five_hundred_revisions_are_kept()
    {
        for (var i = 0; i < 502; i++) Assert.Equal(DefinitionsResult.Accepted, (await PutAsync($"users: {{u{i}: {{}}}}")).Result);
        var revisions = await Grain.RevisionsAsync();
        Assert.Equal((500, 502, 3), (revisions.Length, revisions[0].Number, revisions[^1].Number));
        var texts = await silo.Service<IDocumentReads>().IdsAsync(workspace, "definitions-texts");
        Assert.Contains($"3-{revisions[^1].Fingerprint}", texts);
        Assert.Equal(500, texts.Count);
    }
}
