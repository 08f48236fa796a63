using AiSre.Domain.Chat;

namespace AiSre.Domain.Tests.Chat;

public sealed class PromptTextTests
{
    [Theory]
    [InlineData("password=hunter2horse", "hunter2horse")]
    [InlineData("DB_PASSWORD: 'correct horse'", "correct horse")]
    [InlineData("Authorization: Bearer abc.def-ghi_jkl", "abc.def-ghi_jkl")]
    [InlineData("curl -H 'X: Basic dXNlcjpwYXNzd29yZA=='", "dXNlcjpwYXNzd29yZA")]
    [InlineData("connecting to postgres://app:s3cr3tpw@db:5432/shop", "s3cr3tpw")]
    [InlineData("AccountKey=abcd1234abcd1234abcd;EndpointSuffix=core", "abcd1234abcd1234abcd")]
    [InlineData("aws_secret_access_key = wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY", "wJalrXUtnFEMI")]
    [InlineData("key AKIAIOSFODNN7EXAMPLE is expired", "AKIAIOSFODNN7EXAMPLE")]
    [InlineData("token ghp_abcdefghijklmnopqrstuvwxyz0123456789 was revoked", "ghp_abcdef")]
    [InlineData("using sk-proj-abcdefghijklmnopqrstuvwx", "sk-proj-abcdefgh")]
    [InlineData("slack xoxb-123456789012-abcdefghij", "xoxb-1234")]
    [InlineData("jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U", "eyJzdWIi")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----", "MIIEpAIBAAKCAQEA")]
    [InlineData("Set-Cookie: session=8a7b6c5d; HttpOnly", "8a7b6c5d")]
    [InlineData("routing_key: 0123456789abcdef0123456789abcdef", "0123456789abcdef")]
    [InlineData("digest 5d41402abc4b2a76b9719d911017c592 does not match", "5d41402abc4b")]
    [InlineData("blob Zm9vYmFyMTIzNDU2Nzg5MEFCQ0RFRkdISUpLTE1OT1A=", "Zm9vYmFyMTIz")]
    [InlineData("mail from jane.doe@example.com bounced", "jane.doe")]
    [InlineData("pass\u200bword=hunter2horse", "hunter2horse")]
    [InlineData("pass\u001b[0mword=hunter2horse", "hunter2horse")]
    public void No_secret_gets_into_a_prompt(string text, string secret)
    {
        var sent = PromptText.Of(text, 4_096)!;
        Assert.DoesNotContain(secret, sent, StringComparison.Ordinal);
        Assert.Contains("[REDACTED:", sent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Back-off restarting failed container web in pod payments-checkout-service-7d8f9c6b5-x2k4m")]
    [InlineData("dial tcp 10.0.4.12:5432: connect: connection refused")]
    [InlineData("at com.example.shop.checkout.PaymentGatewayClientImplementation.call(PaymentGatewayClient.java:120)")]
    [InlineData("/var/lib/kubelet/pods/volumes/kubernetes.io~configmap/settings")]
    [InlineData("terminated reason OOMKilled, exitCode 137 limits.memory 512Mi")]
    public void What_a_model_needs_stays(string text) => Assert.Equal(text, PromptText.Of(text, 4_096));

    [Fact]
    public void A_secret_at_the_cut_is_gone_before_the_cut() =>
        Assert.DoesNotContain("AKIA", PromptText.Of(new string('x', 90) + " AKIAIOSFODNN7EXAMPLE", 100), StringComparison.Ordinal);

    [Fact]
    public void What_cannot_be_made_safe_is_not_sent() => Assert.Null(PromptText.Of("text", 100, _ => throw new InvalidOperationException("broken")));

    [Theory]
    [InlineData("\u001b[31mred\u001b[0m", "red")]
    [InlineData("\u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007", "link")]
    [InlineData("\u001b]0;title\u001b\\text", "text")]
    [InlineData("a\u202eb\u2066c\u200bd\ufeffe\u00adf", "abcdef")]
    [InlineData("a\U000e0041\U000e0042b", "ab")]
    [InlineData("bell\u0007 and null\0", "bell and null")]
    [InlineData("tab\tand\nline", "tab\tand\nline")]
    [InlineData("whole \ud83d\ude00", "whole \ud83d\ude00")]
    public void A_model_reads_what_people_see(string text, string seen) => Assert.Equal(seen, VisibleText.Of(text, 1_000));

    [Fact]
    public void Half_a_character_is_none() => Assert.Equal("half  of a pair", VisibleText.Of("half \ud83d of a pair", 1_000));
}
