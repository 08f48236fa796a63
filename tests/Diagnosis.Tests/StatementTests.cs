using AiSre.Diagnosis.Findings;
using AiSre.Domain.Diagnosis;

namespace AiSre.Diagnosis.Tests;

public sealed class StatementTests
{
    private static readonly Sighting Killed =
        Sighting.Of(new Component("Pod", "shop", "web-1"), "lastState.terminated.reason: OOMKilled, exitCode: 137");

    [Fact]
    public void What_was_seen_can_be_said()
    {
        var statement = Statement.That($"{"web-1"} was killed for its memory (exit code {137}).", Killed);
        Assert.Equal("web-1 was killed for its memory (exit code 137).", statement.Text);
        Assert.Equal([Killed], statement.Cites);
    }

    [Fact]
    public void A_value_that_nobody_saw_cannot_be_said() =>
        Assert.Throws<UncarriedClaimException>(() => Statement.That($"{"web-2"} was killed.", Killed));

    [Fact]
    public void A_sentence_without_evidence_cannot_be_said() => Assert.Throws<UncarriedClaimException>(() => Statement.That($"It is the network."));
}
