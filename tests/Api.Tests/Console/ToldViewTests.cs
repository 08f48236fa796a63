using AiSre.Console.IncidentDetail.Panels;
using AiSre.Domain.Alerts;

namespace AiSre.Api.Tests.Console;

public sealed class ToldViewTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("sent", false, "arrived", "ok")]
    [InlineData("suppressed", false, "told in another message", "calm")]
    [InlineData("suppressed", true, "only written into the log", "high")]
    [InlineData("dead", false, "given up", "high")]
    [InlineData("pending", false, "waits", "busy")]
    public void What_became_of_a_message_is_said_as_it_is(string status, bool onlyLogged, string fate, string tone)
    {
        var line = ToldView.Line(new()
        {
            Seq = 1, Workspace = "shop", Channel = "chat", Address = "#till", Kind = default, Severity = Severity.High, Title = "Till is closed",
            Status = status, OnlyLogged = onlyLogged, CreatedAt = Noon,
        });
        Assert.Equal((fate, tone), (line.Fate, line.Tone));
    }
}
