namespace AiSre.Domain.Tests;

public sealed class SecretTextTests
{
    [Theory]
    [InlineData("login failed, password=hunter2; retry", "login failed, password=[REDACTED:secret]; retry")]
    [InlineData("API_KEY: 'abc def' rejected", "API_KEY: [REDACTED:secret] rejected")]
    [InlineData("{\"token\":\"abc\"}", "{\"token\":[REDACTED:secret]}")]
    [InlineData("Authorization: Bearer abc.def", "Authorization: [REDACTED:secret]")]
    [InlineData("connect postgres://app:s3cret@db:5432/pay failed", "connect postgres://[REDACTED:login]@db:5432/pay failed")]
    [InlineData("key AKIAABCDEFGHIJKLMNOP leaked", "key [REDACTED:token] leaked")]
    [InlineData("xoxb-1234567890-abcdef", "[REDACTED:token]")]
    [InlineData("jwt eyJhbGciOiJI.eyJzdWIiOiIx.sig here", "jwt [REDACTED:token] here")]
    public void Secrets_are_taken_out(string text, string expected) => Assert.Equal(expected, SecretText.Redact(text));

    [Theory]
    [InlineData("p99 latency of checkout is above 200ms")]
    [InlineData("see https://grafana.test/d/abc?orgId=1")]
    [InlineData("tokens per second: 5")]
    [InlineData("")]
    public void Other_text_stays_as_it_is(string text) => Assert.Equal(text, SecretText.Redact(text));
}
