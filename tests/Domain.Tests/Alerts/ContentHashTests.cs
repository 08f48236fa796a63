using AiSre.Domain.Alerts;
using CsCheck;

namespace AiSre.Domain.Tests.Alerts;

public class ContentHashTests
{
    [Fact]
    public void It_is_lower_case_hex_of_a_sha256() =>
        Assert.Matches("^[0-9a-f]{64}$", ContentHash.Compute("webhook", "payments", "prod", "api", "down"));

    [Fact]
    public void It_stays_the_same_between_releases() => // "7:webhook8:payments4:prod3:api4:down"
        Assert.Equal(
            "80436eb1baeba36dc0060e590f91f557f55c14a461678c03286e8a8811f7cc66", ContentHash.Compute("webhook", "payments", "prod", "api", "down"));

    [Fact]
    public void Text_cannot_move_from_one_field_to_the_next() =>
        Gen.Select(Gen.OneOfConst("", "a", "1:", ":", "0:", "aa").Array[5], Gen.OneOfConst("", "a", "1:", ":", "0:", "aa").Array[5])
            .Where((a, b) => !a.SequenceEqual(b))
            .Sample((a, b) => Assert.NotEqual(Hash(a), Hash(b)));

    [Theory]
    [InlineData("payments-api", "payments-api-7d8f9c6b5-x2k4m", "payments-api")]
    [InlineData(null, "payments-api-7d8f9c6b5-x2k4m", "payments-api")]
    [InlineData("", "Payments-API-7d8f9c6b5-x2k4m", "payments-api")]
    [InlineData(null, "postgres-0", "postgres-0")]
    [InlineData(null, null, "")]
    public void The_workload_is_the_deployment_else_the_pod_without_suffix(string? deployment, string? pod, string expected) =>
        Assert.Equal(expected, Workload.Of(new AlertSubject { Deployment = deployment, Pod = pod }));

    [Fact]
    public void Values_severity_and_description_are_no_part_of_it()
    {
        var first = Signals.Firing("High CPU 91% on payments-api-7d8f9c6b5-x2k4m");
        var second = Signals.Firing("high cpu 97% on payments-api-7d8f9c6b5-zz9k1") with { Severity = Severity.Critical, Description = "other" };
        Assert.Equal(Signals.HashOf(first), Signals.HashOf(second));
    }

    private static string Hash(string[] fields) => ContentHash.Compute(fields[0], fields[1], fields[2], fields[3], fields[4]);
}
