using AiSre.Domain.Definitions.OnCall;
using AiSre.Domain.OnCall;
using NodaTime;
using NodaTime.Text;

namespace AiSre.Domain.Tests.OnCall;

/// <summary>Layers and instants as short as the tests need them.</summary>
internal static class Rotas
{
    public static Instant At(string text) => InstantPattern.General.Parse(text.Length == 17 ? text[..16] + ":00Z" : text).GetValueOrThrow();

    public static LocalDateTime Local(string text) => OverrideRules.Local(text)!.Value;

    public static RotationLayer Layer(string zone, RotationUnit unit, int count, LocalDate start, LocalTime handoff, params string[] members) =>
        new() { Name = "primary", TimeZone = zone, Members = [.. members], Every = new(count, unit), Start = start, Handoff = handoff };

    public static RotationLayer Weekly(string zone, params string[] members) =>
        Layer(zone, RotationUnit.Weeks, 1, RotationLayer.DefaultStart, new(9, 0), members);

    public static Team TeamOf(params RotationLayer[] layers) =>
        new() { Name = "payments-team", Services = ["payments"], TimeZone = "Europe/Berlin", Layers = [.. layers] };

    public static Roster RosterOf(params RotationLayer[] layers) => new(TeamOf(layers), []);

    public static OnCallOverride StandIn(string user, string from, string to, string zone = "Europe/Berlin", Instant? created = null) => new()
    {
        Id = $"ovr-{user}", Team = "payments-team", User = user, From = Local(from), To = Local(to), TimeZone = zone, CreatedAt = created
            ?? Instant.MinValue,
    };

    /// <summary>One line for each stretch, clipped to what was asked for.</summary>
    public static IEnumerable<string> Lines(Roster roster, string from, string to) =>
        roster.Stretches(At(from), At(to)).Select(stretch =>
            $"{Text(Instant.Max(stretch.Start, At(from)))} {Text(Instant.Min(stretch.End, At(to)))} {stretch.Duty.Person ?? "nobody"}");

    public static string Text(Instant at) => InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm'Z'").Format(at);
}
