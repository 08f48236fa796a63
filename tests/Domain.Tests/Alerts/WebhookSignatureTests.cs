using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AiSre.Domain.Alerts;

namespace AiSre.Domain.Tests.Alerts;

public class WebhookSignatureTests
{
    private const string Secret = "a long shared secret";
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("{\"event\": {\"id\":\"é\"}}\n");
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_772_366_400);

    [Theory]
    [InlineData("v1={0}")]
    [InlineData("v1={1}, v1={0}")]
    [InlineData("v1={1},\n v1={0} ,v2=zz")]
    [InlineData(" v1={0},v1=short")]
    public void PagerDuty_accepts_any_of_the_listed_signatures(string header) =>
        Assert.Equal(SignatureOutcome.Valid, Check(AlertSource.PagerDuty, ("X-PagerDuty-Signature", Fill(header))));

    [Theory]
    [InlineData("v1={1}")]
    [InlineData("{0}")]
    [InlineData("v2={0}")]
    [InlineData("v1={0}00")]
    [InlineData("v1=")]
    [InlineData("")]
    [InlineData("=,=,,v1")]
    public void PagerDuty_refuses_everything_else(string header) =>
        Assert.Equal(SignatureOutcome.Invalid, Check(AlertSource.PagerDuty, ("X-PagerDuty-Signature", Fill(header))));

    [Fact]
    public void One_changed_byte_or_another_secret_is_invalid()
    {
        Func<string, string?> header = name => name == "X-PagerDuty-Signature" ? "v1=" + Hex(Secret, Body) : null;
        var changed = Body.ToArray();
        changed[3] ^= 1;
        Assert.Equal(SignatureOutcome.Invalid, WebhookSignature.Verify(AlertSource.PagerDuty, Secret, header, changed, Now).Outcome);
        Assert.Equal(SignatureOutcome.Invalid, WebhookSignature.Verify(AlertSource.PagerDuty, Secret + "x", header, Body, Now).Outcome);
        Assert.Equal(SignatureOutcome.Invalid, WebhookSignature.Verify(AlertSource.PagerDuty, "", header, Body, Now).Outcome);
        var good = WebhookSignature.Verify(AlertSource.PagerDuty, Secret, header, Body, Now);
        Assert.True(good.IsValid);
        Assert.DoesNotContain(Secret, good.Reason, StringComparison.Ordinal);
    }

    // RFC 4231, test case 2: a vector that this code did not make.
    [Fact]
    public void The_hash_is_HMAC_SHA256()
    {
        const string expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        var check = WebhookSignature.Verify(
            AlertSource.Webhook, "Jefe", name => name == "X-Hub-Signature-256" ? "sha256=" + expected : null, "what do ya want for nothing?"u8, Now);
        Assert.True(check.IsValid);
    }

    // The published example of the Standard Webhooks specification's libraries.
    [Fact]
    public void Standard_Webhooks_known_vector()
    {
        Func<string, string?> header = name => name switch
        {
            "webhook-id" => "msg_p5jXN8AQM9LWM0D4loKWxJek",
            "webhook-timestamp" => "1614265330",
            "webhook-signature" => "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            _ => null,
        };
        Assert.Equal(SignatureOutcome.Valid, WebhookSignature.Verify(AlertSource.Webhook, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", header,
            "{\"test\": 2432232314}"u8, DateTimeOffset.FromUnixTimeSeconds(1614265330)).Outcome);
    }

    [Theory]
    [InlineData(0, SignatureOutcome.Valid)]
    [InlineData(300, SignatureOutcome.Valid)]
    [InlineData(-300, SignatureOutcome.Valid)]
    [InlineData(301, SignatureOutcome.Expired)]
    [InlineData(-301, SignatureOutcome.Expired)]
    public void Signed_times_hold_for_five_minutes(int age, SignatureOutcome expected)
    {
        var time = (Now.ToUnixTimeSeconds() - age).ToString(CultureInfo.InvariantCulture);
        var grafana = Convert.ToHexString(Mac(Encoding.UTF8.GetBytes(Secret), [.. Encoding.UTF8.GetBytes(time + ":"), .. Body]));
        Assert.Equal(expected, Check(AlertSource.Grafana, ("X-Grafana-Alerting-Signature", grafana), ("X-Grafana-Alerting-Timestamp", time)));
        Assert.Equal(expected, Check(AlertSource.Datadog, Standard("msg_1", time)));
    }

    [Fact]
    public void Grafana_without_a_time_signs_the_body_alone()
    {
        Assert.Equal(SignatureOutcome.Valid, Check(AlertSource.Grafana, ("X-Grafana-Alerting-Signature", Hex(Secret, Body))));
        Assert.Equal(
            SignatureOutcome.Invalid,
            Check(AlertSource.Grafana, ("X-Grafana-Alerting-Signature", Hex(Secret, Body)), ("X-Grafana-Alerting-Timestamp", "1772366400")));
        Assert.Equal(SignatureOutcome.Invalid, Check(AlertSource.Grafana, ("X-Grafana-Alerting-Signature", "v1=" + Hex(Secret, Body))));
    }

    [Fact]
    public void Standard_Webhooks_take_rotated_keys_and_need_all_three_headers()
    {
        var time = Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var good = Standard("msg_1", time);
        Assert.Equal(SignatureOutcome.Valid, Check(AlertSource.Opsgenie, good[0], good[1], ("webhook-signature", "v1,AAAA v1a,xx " + good[2].Value)));
        Assert.Equal(SignatureOutcome.Invalid, Check(AlertSource.Opsgenie, ("webhook-id", "msg_2"), good[1], good[2]));
        Assert.Equal(SignatureOutcome.Invalid, Check(AlertSource.Opsgenie, good[1], good[2]));
        Assert.Equal(SignatureOutcome.Invalid, Check(AlertSource.Opsgenie, good[0], good[2]));
        Assert.Equal(SignatureOutcome.Invalid, Check(AlertSource.Opsgenie, Standard("msg_1", "soon")));
        Assert.Equal(SignatureOutcome.Expired, Check(AlertSource.Opsgenie, Standard("msg_1", "99999999999999999")));
    }

    [Fact]
    public void Every_source_takes_the_general_schemes_and_no_other_vendors()
    {
        foreach (var source in AlertSource.All)
        {
            Assert.Equal(SignatureOutcome.Valid, Check(source, ("X-Hub-Signature-256", "sha256=" + Hex(Secret, Body))));
            Assert.Equal(SignatureOutcome.Invalid, Check(source, ("X-Hub-Signature-256", "sha1=" + Hex(Secret, Body))));
            Assert.Equal(SignatureOutcome.Valid, Check(source, Standard("m", "1772366400")));
            Assert.Equal(SignatureOutcome.Missing, Check(source));
            if (source is not AlertSource.PagerDuty)
                Assert.Equal(SignatureOutcome.Missing, Check(source, ("X-PagerDuty-Signature", "v1=" + Hex(Secret, Body))));
            if (source is not AlertSource.Grafana)
                Assert.Equal(SignatureOutcome.Missing, Check(source, ("X-Grafana-Alerting-Signature", Hex(Secret, Body))));
        }
    }

    private static SignatureOutcome Check(string source, params (string Name, string Value)[] headers) =>
        WebhookSignature.Verify(
            source, Secret, name => headers.FirstOrDefault(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value, Body, Now).Outcome;

    private static (string Name, string Value)[] Standard(string id, string time) =>
    [
        ("webhook-id", id), ("webhook-timestamp", time),
        ("webhook-signature", "v1," +
            Convert.ToBase64String(Mac(Encoding.UTF8.GetBytes(Secret), [.. Encoding.UTF8.GetBytes($"{id}.{time}."), .. Body]))),
    ];

    private static string Fill(string header) =>
        header.Replace("{0}", Hex(Secret, Body), StringComparison.Ordinal).Replace("{1}", Hex("old", Body), StringComparison.Ordinal);

    private static string Hex(string secret, byte[] body) => Convert.ToHexStringLower(Mac(Encoding.UTF8.GetBytes(secret), body));

    private static byte[] Mac(byte[] key, byte[] data) => HMACSHA256.HashData(key, data);
}
