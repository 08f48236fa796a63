using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using AiSre.Api.Tests.EndToEnd;

namespace AiSre.Api.Tests.Documents;

/// <summary>The pictures of a week and of an escalation are what the definitions beside them give.</summary>
[Collection(OnSharedHost.Name)]
public sealed partial class PictureTests(SharedHost shared)
{
    [Fact]
    public async Task The_week_is_as_drawn()
    {
        var guest = new Guest(shared.Host);
        await PutAsync(guest, Block("docs/on-call.md", "yaml"));
        var drawn = Shift().Matches(Block("docs/on-call.md", "mermaid").Split("section on call\n")[1]);
        Assert.Equal(11, drawn.Count);
        foreach (Match shift in drawn)
        {
            // Berlin has summer time in that week.
            var start = DateTimeOffset.ParseExact($"{shift.Groups["start"].Value} +02:00", "yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture);
            foreach (var minutes in (int[])[0, (int.Parse(shift.Groups["hours"].Value, CultureInfo.InvariantCulture) * 60) - 1])
            {
                var now = await guest.GetAsync($"/oncall/current?at={start.AddMinutes(minutes).UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}");
                Assert.Equal((shift.Value, shift.Groups["who"].Value), (shift.Value, now.GetProperty("oncall").GetString()));
            }
        }
    }

    [Fact]
    public async Task The_escalation_is_as_drawn()
    {
        var guest = new Guest(shared.Host);
        await PutAsync(guest, Block("docs/escalation.md", "yaml") + """

            users: {ann: {}, bob: {}, eve: {admin: true}}
            teams: {shop: {services: ["*"], layers: [{members: [ann, bob]}]}}
            """);
        var picture = Block("docs/escalation.md", "mermaid");
        var steps = Milestone().Matches(picture).Select(step => Minutes(step.Groups["at"].Value)).ToList();
        Assert.Equal([0, 10, 20, 35, 45, 55, 70], steps);
        foreach (var (number, minutes) in steps.SkipLast(1).Index())
        {
            Assert.Equal(number + 1, (await PreviewAsync(guest, minutes)).GetProperty("fired").GetArrayLength());
            if (minutes > 0) Assert.Equal(number, (await PreviewAsync(guest, minutes - 1)).GetProperty("fired").GetArrayLength());
        }
        Assert.False((await PreviewAsync(guest, steps[^1] - 1)).GetProperty("exhausted").GetBoolean());
        Assert.True((await PreviewAsync(guest, steps[^1])).GetProperty("exhausted").GetBoolean());
    }

    private static Task<JsonElement> PreviewAsync(Guest guest, int minutes) =>
        guest.GetAsync($"/notifications/escalation?service=checkout&severity=critical&minutes_elapsed={minutes}");

    private static async Task PutAsync(Guest guest, string yaml)
    {
        using var answer = await guest.PutAsync("/definitions", yaml);
        Assert.True(
            answer.StatusCode is HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static string Block(string page, string language) =>
        MarkdownPage.All.Single(found => found.Name == page).Blocks.First(block => block.Language == language).Text;

    private static int Minutes(string clock) =>
        (int)(TimeOnly.ParseExact(clock, "HH:mm", CultureInfo.InvariantCulture) - new TimeOnly(3, 0)).TotalMinutes;

    [GeneratedRegex(@"^ *(?<who>\w+) :\w+, (?<start>[\d-]+ [\d:]+), (?<hours>\d+)h$", RegexOptions.Multiline)]
    private static partial Regex Shift();

    [GeneratedRegex(@":milestone, (?<at>[\d:]+), 0m$", RegexOptions.Multiline)]
    private static partial Regex Milestone();
}
