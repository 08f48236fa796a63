using AiSre.Domain.Alerts;
using AiSre.Domain.Alerts.Vocabulary;

namespace AiSre.Domain.Tests.Alerts.Vocabulary;

public class StateWordsTests
{
    [Theory]
    [InlineData("ok")]
    [InlineData(" Up ")]
    [InlineData("CLEAR")]
    [InlineData("Back-To-Normal")]
    [InlineData("FIRING_TO_OK")]
    [InlineData("firing to ok")]
    [InlineData("resolved_item")]
    [InlineData("Warn Recovered")]
    [InlineData("ALERT_DEGRADED_RECOVERY")]
    [InlineData("incident.resolved")]
    [InlineData("uptime.up")]
    [InlineData("policy_close_warning")]
    [InlineData("POLICY_CANCELED_CRITICAL")]
    [InlineData("Up (was: Down)")]
    [InlineData("Down ended (now: Up)")]
    [InlineData("has been resolved")]
    public void These_end_an_alert(string word) => Assert.Equal(SignalKind.Resolved, StateWords.Parse(word));

    [Theory]
    [InlineData("firing")]
    [InlineData("PROBLEM")]
    [InlineData("Down (was: Up)")]
    [InlineData("OK_TO_FIRING")]
    [InlineData("not ok")]
    [InlineData("re-triggered")]
    [InlineData("policy_open_critical")]
    [InlineData("unknown")]
    [InlineData("unresolved")]
    public void These_begin_one(string word) => Assert.Equal(SignalKind.Firing, StateWords.Parse(word));

    [Theory]
    [InlineData("ack", SignalKind.Acknowledged)]
    [InlineData("ACKNOWLEDGEMENT", SignalKind.Acknowledged)]
    [InlineData("Down (Acknowledged)", SignalKind.Acknowledged)]
    [InlineData("un-acknowledged", SignalKind.Unacknowledged)]
    [InlineData("INSUFFICIENT_DATA", SignalKind.Note)]
    [InlineData("FLAPPINGSTART", SignalKind.Note)]
    [InlineData("downtime whatever", SignalKind.Note)]
    [InlineData("maintenance", SignalKind.Note)]
    public void These_say_who_has_it_or_only_inform(string word, SignalKind kind) => Assert.Equal(kind, StateWords.Parse(word));

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("banana")]
    [InlineData("not resolved yet")]
    [InlineData("never recovered")]
    [InlineData("could not be closed")]
    [InlineData("0")]
    [InlineData("(now: )")]
    public void A_word_that_nobody_knows_says_nothing(string word) => Assert.Null(StateWords.Parse(word));
}
