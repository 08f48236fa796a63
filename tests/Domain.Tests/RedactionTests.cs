using System.Text;
using System.Text.Json;

namespace AiSre.Domain.Tests;

public sealed class RedactionTests
{
    [Theory]
    [InlineData("""{"title":"Disk full","host":"db-1"}""", """{"title":"Disk full","host":"db-1"}""")]
    [InlineData("""{ "a" : 1,  "token":"t-1" , "b":[1, 2]}""", """{ "a" : 1,  "token":"[REDACTED:secret]" , "b":[1, 2]}""")]
    [InlineData("""{"X-Api-Key":"k","apiKey":7,"accessKey":{"id":"x","list":[1]},"dedup_key":"stays"}""",
        """{"X-Api-Key":"[REDACTED:secret]","apiKey":"[REDACTED:secret]","accessKey":"[REDACTED:secret]","dedup_key":"stays"}""")]
    [InlineData("""{"headers":{"Authorization":["Bearer abc"]},"password":null}""", """{"headers":{"Authorization":"[REDACTED:secret]"},"password":null}""")]
    [InlineData("""{"pass\u0077ord":"p"}""", """{"pass\u0077ord":"[REDACTED:secret]"}""")]
    [InlineData("""{"url":"https://ann:hunter2@git.test/x?a=1"}""", """{"url":"https://[REDACTED:login]@git.test/x?a=1"}""")]
    [InlineData("""{"link":"https://x.test/?a=1&token=abc123&b=2"}""", """{"link":"https://x.test/?a=1\u0026token=[REDACTED:secret]\u0026b=2"}""")]
    [InlineData("""{"log":"sent Authorization: Bearer eyJhbGciOi.x.y to it"}""", """{"log":"sent Authorization: [REDACTED:secret] to it"}""")]
    [InlineData("""{"mail":"ann@example.test is told"}""", """{"mail":"ann@example.test is told"}""")]
    [InlineData("""{"author":"ann","signal":9,"passed":true}""", """{"author":"ann","signal":9,"passed":true}""")]
    public void Secrets_go_and_the_rest_stays_as_it_was(string body, string expected) => Assert.Equal(expected, Of(body));

    [Fact]
    public void A_body_that_is_cut_is_cleared_as_text()
    {
        var text = Of("""{"password":"hunter2","url":"amqp://u:p@mq.test","note":"api_key=abc""");
        Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);
        Assert.DoesNotContain("u:p", text, StringComparison.Ordinal);
        Assert.DoesNotContain("abc", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_surrogate_pair_beside_a_secret_breaks_nothing()
    {
        Assert.Equal(
            """{"a":"[REDACTED:secret]","\udfff":"[REDACTED:secret]","token":"[REDACTED:secret]"}""", Of("""{"a":"\ud800","\udfff":1,"token":"t"}"""));
    }

    [Fact]
    public void Long_texts_that_look_like_secrets_all_over_are_cleared_at_once()
    {
        foreach (var part in (string[])["token", "password ", "://", "api_key=", "sig", "@", "bearer "])
        {
            var body = JsonSerializer.Serialize(new { text = string.Concat(Enumerable.Repeat(part, (64 << 10) / part.Length)) });
            Assert.InRange(Of(body).Length, 1, body.Length * 3);
        }
    }

    private static string Of(string body) => Redaction.Of(Encoding.UTF8.GetBytes(body));
}
