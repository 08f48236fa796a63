using AiSre.Domain.Definitions.Notifications;
using AiSre.Integrations.Email;
using AiSre.Integrations.Slack;
using AiSre.Integrations.Teams;

namespace AiSre.Domain.Tests.Definitions;

/// <summary>Secrets of the operator's files come from the environment, and one that is not there is no mistake.</summary>
public sealed class EnvironmentTests
{
    private static readonly Dictionary<string, string> Variables =
        new() { ["TOKEN"] = "xoxb-1", ["HOST"] = "smtp.internal", ["PORT"] = "25", ["EMPTY"] = "" };

    private static ChannelDefinition Channel(string text) => Texts.Right(Texts.Files($"channels:\n  {text}", Variables)).Channels.Values.Single();

    [Fact]
    public void Variables_and_what_counts_without_them_are_put_in()
    {
        var slack = (SlackChannel)Channel(
            "slack: {token: \"${TOKEN}\", channel: \"${CHANNEL:-#incidents}\", api_url: \"http://${HOST}:${EMPTY:-8080}/api\"}");
        Assert.Equal(("xoxb-1", "#incidents", "http://smtp.internal:8080/api"), (slack.Token, slack.Channel, slack.ApiUrl));
        Assert.True(slack is { IsConfigured: true, IsTrusted: true });
        Assert.Equal(25, ((EmailChannel)Channel("email: {host: \"${HOST}\", port: \"${PORT}\", from: a@b.example}")).Port);
    }

    [Theory]
    [InlineData("slack: {token: \"${NONE}\", channel: \"#x\"}", "NONE")]
    [InlineData("slack: {token: \"${NONE:-}\", channel: \"#x\"}", "NONE")]
    [InlineData("slack: {token: \"${EMPTY}\", channel: \"${NEITHER}\"}", "EMPTY NEITHER")]
    [InlineData("slack: {webhook_url: \"https://${NONE}/${NEITHER}\"}", "NONE NEITHER")]
    [InlineData("teams: {url: \"${NONE}\"}", "NONE")]
    [InlineData("pagerduty: {routing_keys: {default: \"${NONE}\", other: x}}", "NONE")]
    [InlineData("email: {host: \"${NONE}\", from: a@b.example, user: u, password: \"${NEITHER}\"}", "NONE NEITHER")]
    [InlineData("webhook: {url: \"https://x.example\", secret: \"${NONE}\"}", "NONE")]
    public void What_is_needed_and_not_set_leaves_the_channel_unconfigured(string text, string missing)
    {
        var channel = Channel(text);
        Assert.Equal(missing.Split(' '), channel.Missing);
        Assert.False(channel.IsConfigured);
    }

    [Theory]
    [InlineData("slack: {token: \"${NONE}\", channel: \"#x\", webhook_url: \"https://x.example\"}")]
    [InlineData("slack: {token: \"${TOKEN}\", channel: \"#x\", webhook_url: \"${NONE}\", signing_secret: \"${NONE}\"}")]
    [InlineData("pagerduty: {routing_key: x, api_token: \"${NONE}\", from: \"${NONE}\"}")]
    public void What_is_not_needed_may_be_missing(string text) => Assert.True(Channel(text).IsConfigured);

    [Fact]
    public void A_name_whose_variable_is_not_set_is_another_name_of_the_default_address() =>
        Assert.Equal("https://x.example", ((TeamsChannel)Channel("teams: {urls: {default: \"https://x.example\", ops: \"${NONE}\"}}")).Urls["ops"]);

    [Fact]
    public void What_people_are_shown_has_names_of_variables_and_no_secret()
    {
        var shown = Texts.Reader.Redact(new("notifications/x.yaml", """
            # hunter2 in a comment
            channels:
              slack: {token: "${TOKEN}", channel: "#x", signing_secret: "${SECRET:-hunter2}", webhook_url: https://hunter2.example}
              teams: {urls: {default: "https://hunter2.example", ops: "a${B}hunter2"}}
              email: {host: smtp.example.com, from: a@b.example, user: sre, password: "hunter2"}
            users: {dave: {email: dave@example.com}}
            """)).Text;
        Assert.DoesNotContain("hunter2", shown, StringComparison.Ordinal);
        Assert.Equal("""
            channels:
              slack:
                token: "${TOKEN}"
                channel: "#x"
                signing_secret: "${SECRET:-***}"
                webhook_url: "***"
              teams:
                urls:
                  default: "***"
                  ops: "***"
              email:
                host: smtp.example.com
                from: a@b.example
                user: sre
                password: "***"
            users:
              dave:
                email: dave@example.com

            """, shown);
    }
}
