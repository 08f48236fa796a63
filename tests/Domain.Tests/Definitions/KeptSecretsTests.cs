using AiSre.Domain.Definitions.Yaml;
using AiSre.Integrations.Slack;
using AiSre.Integrations.Webhooks;

namespace AiSre.Domain.Tests.Definitions;

/// <summary>Who edits what is shown need not know the secrets in it, and cannot send them to another place.</summary>
public sealed class KeptSecretsTests
{
    private const string InForce =
        """
        users: {dave: {}} # the one and only
        channels:
          chat: {type: slack, token: "xoxb-\"1\"", channel: "#ops"}
          hook: {type: webhook, url: "https://hooks.example/a", secret: 'whsec_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0'}
        """;

    private static readonly DefinitionDocument Document = new("body", InForce);

    private static string Kept(string edited) => Texts.Reader.WithSecrets(new("body", edited), [Document]).Text;

    [Fact]
    public void What_is_shown_and_put_back_is_what_was_there()
    {
        var shown = Texts.Reader.Redact(Document);
        Assert.DoesNotContain("xoxb", shown.Text, StringComparison.Ordinal);
        var kept = Texts.Reader.WithSecrets(shown, [Document]);
        Assert.DoesNotContain("***", kept.Text, StringComparison.Ordinal);
        var channels = Texts.Right(Texts.Own(kept.Text)).Channels;
        Assert.Equal("xoxb-\"1\"", ((SlackChannel)channels["chat"]).Token);
        Assert.Equal("https://hooks.example/a", ((WebhookChannel)channels["hook"]).Urls["default"]);
        Assert.StartsWith("whsec_", ((WebhookChannel)channels["hook"]).Secret, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_things_and_the_limits_of_a_channel_may_change()
    {
        var kept = Kept("users: {dave: {}, eve: {}}\nchannels:\n  chat: {per_second: 2, channel: \"#ops\", token: \"***\", type: slack}\n");
        Assert.Contains("token: \"xoxb-\\\"1\\\"\"", kept, StringComparison.Ordinal);
        Assert.Equal(5, kept.Split('\n').Length + 1);
    }

    [Theory]
    [InlineData("channels:\n  chat: {type: slack, token: \"***\", channel: \"#elsewhere\"}")]
    [InlineData("channels:\n  other: {type: slack, token: \"***\", channel: \"#ops\"}")]
    [InlineData("channels:\n  chat: {type: slack, token: \"***\", channel: \"#ops\", api_url: \"https://thief.example\"}")]
    [InlineData("users: {dave: {slack: \"***\"}}")]
    public void A_secret_stays_where_it_belongs(string edited) => Assert.Equal(edited, Kept(edited));

    [Fact]
    public void What_stays_hidden_is_a_mistake_at_its_line() => Texts.AssertProblems(
        "channels:\n  chat: {type: slack, token: §\"***\", channel: \"#elsewhere\"}", "write the secret", text => Texts.Own(Kept(text)));
}
