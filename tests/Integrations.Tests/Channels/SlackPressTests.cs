using System.Text;
using AiSre.Integrations.Slack;

namespace AiSre.Integrations.Tests.Channels;

public class SlackPressTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_531_420_618);

    /// <summary>The example of Slack's documentation.</summary>
    private const string Body =
        "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar"
        + "&user_id=U2CERLKJA&user_name=roadrunner"
        + "&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554"
        + "%2F96rGlfmibIGlgcZRskXaIFfN"
        + "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";

    private const string Secret = "8f742231b10e8888abcd99yyyzzz85a5";
    private const string Signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";

    [Fact]
    public void The_documented_example_is_valid() => Assert.True(IsValid(Secret, "1531420618", Signature, Body));

    [Theory]
    [InlineData("", "1531420618", Signature)]
    [InlineData("other", "1531420618", Signature)]
    [InlineData(Secret, null, Signature)]
    [InlineData(Secret, "", Signature)]
    [InlineData(Secret, "1531420619", Signature)]
    [InlineData(Secret, "-1531420618", Signature)]
    [InlineData(Secret, "99999999999999999999", Signature)]
    [InlineData(Secret, "1531420618", null)]
    [InlineData(Secret, "1531420618", "")]
    [InlineData(Secret, "1531420618", "v0=")]
    [InlineData(Secret, "1531420618", "v1=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503")]
    [InlineData(Secret, "1531420618", "v0=z2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503")]
    public void Everything_else_is_not(string secret, string? timestamp, string? signature) =>
        Assert.False(IsValid(secret, timestamp, signature, Body));

    [Theory]
    [InlineData(300, true)]
    [InlineData(301, false)]
    [InlineData(-300, true)]
    [InlineData(-301, false)]
    public void A_signature_is_good_for_five_minutes(int seconds, bool expected) =>
        Assert.Equal(expected, SlackSignature.IsValid(Secret, "1531420618", Signature, Encoding.UTF8.GetBytes(Body), Now.AddSeconds(seconds)));

    [Fact]
    public void A_press_says_what_about_which_incident_and_who()
    {
        var press = Parse(
            """{"type":"block_actions","user":{"id":"U1","username":"dave"},"actions":[{"action_id":"resolve","value":"acme/inc-0123456789abc"}]}""");
        Assert.Equal(new SlackPress("resolve", new("acme", "inc-0123456789abc"), "dave"), press);
    }

    [Theory]
    [InlineData("""{"id":"U1"}""", "U1")]
    [InlineData("""{"id":"U1","name":"eve"}""", "eve")]
    [InlineData("""{"name":"a\r\nb\u0000"}""", "ab")]
    [InlineData("""{"username":"  ","name":7}""", "unknown")]
    [InlineData("[]", "unknown")]
    public void Whoever_pressed_it_has_a_name(string user, string expected) =>
        Assert.Equal(expected, Parse($$"""{"type":"block_actions","user":{{user}},"actions":[{"action_id":"open"}]}""")!.User);

    [Theory]
    [InlineData("""{"type":"view_submission","actions":[{"action_id":"resolve"}]}""")]
    [InlineData("""{"type":"block_actions"}""")]
    [InlineData("""{"type":"block_actions","actions":[]}""")]
    [InlineData("""{"type":"block_actions","actions":[7]}""")]
    [InlineData("""{"type":"block_actions","actions":{}}""")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("")]
    public void What_is_no_press_is_none(string payload) => Assert.Null(Parse(payload));

    [Theory]
    [InlineData("acme/inc-0123456789abc", true)]
    [InlineData("a_b-1/inc-x", true)]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("acme", false)]
    [InlineData("acme/grp-0123456789abc", false)]
    [InlineData("acme/inc-", false)]
    [InlineData("acme/inc-1/inc-2", false)]
    [InlineData("../inc-0123456789abc", false)]
    [InlineData("acme/inc-\u0000", false)]
    [InlineData("ü/inc-0123456789abc", false)]
    public void A_value_names_a_workspace_and_an_incident(string? text, bool expected)
    {
        var value = SlackButtonValue.Parse(text);
        Assert.Equal(expected ? text : null, value?.ToString());
    }

    private static bool IsValid(string secret, string? timestamp, string? signature, string body) =>
        SlackSignature.IsValid(secret, timestamp, signature, Encoding.UTF8.GetBytes(body), Now);

    private static SlackPress? Parse(string payload) =>
        SlackPress.Parse(Encoding.UTF8.GetBytes("x=1&payload=" + System.Net.WebUtility.UrlEncode(payload)), out _);
}
