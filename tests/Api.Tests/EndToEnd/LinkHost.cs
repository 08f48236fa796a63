using System.Text.Json;
using System.Text.RegularExpressions;
using AiSre.Api.Tests.Edge;
using AiSre.Domain.Notifications;
using AiSre.Grains.Notifications;
using AiSre.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Api.Tests.EndToEnd;

/// <summary>A host whose messages go to a recorder of Slack's API: dave gets direct messages, <c>#ops</c> is a room.</summary>
internal sealed partial class LinkHost(EmbeddedHost host, SlackRecorder slack) : IAsyncDisposable
{
    public const string Dave = "U024DAVE1";
    public const string Eve = "U024EVE01";

    public EmbeddedHost Host => host;

    public SlackRecorder Slack => slack;

    public static async Task<LinkHost> StartAsync(params (string Name, string Value)[] settings)
    {
        var slack = new SlackRecorder();
        return new(
            await EmbeddedHost.StartAloneAsync(
                EdgeHost.Keys, [("AI_SRE_OUTBOUND_ALLOW", slack.Authority), ("AI_SRE_PUBLIC_URL", "https://sre.example.com"), .. settings]), slack);
    }

    /// <summary>A workspace of its own, where every critical incident pages dave and is told to the room.</summary>
    public async Task<Guest> GuestAsync()
    {
        var guest = new Guest(host);
        await DefineAsync(guest, Dave);
        return guest;
    }

    /// <param name="guest">Whose definitions.</param>
    /// <param name="member">What Slack calls dave; null: there is no dave.</param>
    public async Task DefineAsync(Guest guest, string? member)
    {
        var people = new Dictionary<string, object> { ["eve"] = new { slack = Eve } };
        if (member is not null) people["dave"] = new { slack = member };
        var definitions = new Dictionary<string, object>
        {
            ["users"] = people,
            ["default"] = new
            {
                levels = new[]
                {
                    new { after_minutes = 0, targets = new[] { $"user:{(member is null ? "eve" : "dave")}" }, channels = new[] { "slack" } },
                },
            },
            ["routes"] = new { default_rules = new { critical = new[] { "slack" } } },
            ["channels"] = new
            {
                slack = new { token = "xoxb-1", channel = "#ops", api_url = slack.ApiUrl, per_second = 100, burst = 100 },
            },
        };
        using var answer = await guest.PutAsync("/definitions", JsonSerializer.Serialize(definitions));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public static Task<string> OpenAsync(Guest guest, string title) =>
        guest.IncidentAsync(title, key: title, extra: ""","severity":"critical","service":"till" """);

    /// <summary>The signed links of messages about an incident to dave, as paths, oldest first; waits for so many.</summary>
    public async Task<List<string>> LinksAsync(string title, int count = 1)
    {
        List<string> Sent() => [.. About(title, Dave).SelectMany(message => Links().Matches(message).Select(match => match.Value))];

        await Poll.UntilAsync($"{count} links about {title}", () => Sent().Count >= count);
        return Sent();
    }

    /// <summary>Messages that name an incident, as JSON; waits for the first.</summary>
    public async Task<List<string>> MessagesAsync(string title, string target)
    {
        await Poll.UntilAsync($"a message about {title} to {target}", () => About(title, target).Count > 0);
        return About(title, target);
    }

    /// <summary>A token as this platform signs it, for what no message says.</summary>
    public async Task<string> SignAsync(SignedLink link, string address) =>
        LinkToken.Write(link, address, (await host.Services.GetRequiredService<LinkKey>().ReadAsync()).Span);

    public Task<LinkPage> GetAsync(string path) => SendAsync(new(HttpMethod.Get, path));

    /// <summary>Presses the page's button.</summary>
    public Task<LinkPage> PressAsync(string path) => SendAsync(new(HttpMethod.Post, path.Split('?')[0])
    {
        Content = new FormUrlEncodedContent([new("token", path.Split("token=")[1])]),
    });

    public async Task<LinkPage> SendAsync(HttpRequestMessage request)
    {
        using var answer = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return new(
            (int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            answer.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase));
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        slack.Dispose();
    }

    private List<string> About(string title, string target) =>
        [.. slack.To(target).Select(message => message.GetRawText()).Where(text => text.Contains(title, StringComparison.Ordinal))];

    [GeneratedRegex(@"(?<=https://sre\.example\.com)/i/[^|>""\\]+")]
    private static partial Regex Links();
}

/// <summary>What a link has opened.</summary>
internal sealed record LinkPage(int Status, string Html, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>What is read on it.</summary>
    public string Text => Regex.Replace(System.Net.WebUtility.HtmlDecode(Regex.Replace(Html, "<[^>]*>", " ")), @"\s+", " ");

    public bool HasButton => Html.Contains("<button", StringComparison.Ordinal);
}
