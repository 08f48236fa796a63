using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Definitions.OnCall;
using AiSre.Integrations.Email;
using AiSre.Integrations.PagerDuty;
using AiSre.Integrations.Slack;
using AiSre.Integrations.Teams;
using AiSre.Integrations.Webhooks;
using NodaTime;

namespace AiSre.Domain.Tests.Definitions;

/// <summary>What right definitions mean.</summary>
public sealed class DefinitionsReaderTests
{
    [Fact]
    public void Teams_and_people_are_read_as_they_are_written()
    {
        var definitions = Texts.Right(Texts.Files("""
            teams:
              payments-team:
                services: [payments, payments-api]
                time_zone: Europe/Berlin
                escalation_contact: EVE
                layers:
                  - name: primary
                    members: [carol, dave, carol]
                    every: 2mo
                    start: 2025-01-06
                    handoff: 08:30
                    restrictions: [{days: [fri, mon], from: "22:00", to: "06:00"}, {days: all, from: "12:00", to: "12:00"}]
                    end: null
                  - {members: [Dave], time_zone: Asia/Tokyo, every: 12h, end: 2027-01-01}
                overrides:
                  - {user: eve, from: "2026-05-25T12:00", to: "2026-05-25T16:00", reason: swap}
                addresses: {email: payments@example.com}
            users:
              carol:
              dave: {email: dave@example.com, slack: U123, pagerduty: P123}
              eve: {admin: true}
            channels:
              email: {host: smtp.example.com, from: sre@example.com}
            """));
        var team = definitions.Teams["PAYMENTS-TEAM"];
        Assert.Equal(("payments-team", "Europe/Berlin", "eve"), (team.Name, team.TimeZone, team.EscalationContact));
        Assert.Equal(["payments", "payments-api"], team.Services);
        Assert.Equal("payments@example.com", team.Addresses["email"]);

        var (primary, second) = (team.Layers[0], team.Layers[1]);
        Assert.Equal(["carol", "dave", "carol"], primary.Members);
        Assert.Equal(
            (new RotationPeriod(2, RotationUnit.Months), new LocalDate(2025, 1, 6), new LocalTime(8, 30), "Europe/Berlin"),
            (primary.Every, primary.Start, primary.Handoff, primary.TimeZone));
        Assert.Equal([IsoDayOfWeek.Monday, IsoDayOfWeek.Friday], primary.Restrictions[0].Days);
        Assert.Empty(primary.Restrictions[1].Days);
        Assert.Null(primary.End);
        Assert.Equal(
            ("layer-2", "Asia/Tokyo", new RotationPeriod(12, RotationUnit.Hours), new LocalDate(2027, 1, 1)),
            (second.Name, second.TimeZone, second.Every, second.End));
        Assert.Equal(["dave"], second.Members);
        Assert.Equal((RotationLayer.DefaultStart, new LocalTime(9, 0)), (second.Start, second.Handoff));

        var entry = Assert.Single(team.Overrides);
        Assert.Equal(("payments-team", "eve", "Europe/Berlin", "swap"), (entry.Team, entry.User, entry.TimeZone, entry.Reason));
        Assert.Equal((new LocalDateTime(2026, 5, 25, 12, 0), new LocalDateTime(2026, 5, 25, 16, 0)), (entry.From, entry.To));
        var dave = definitions.People["dave"];
        Assert.Equal(
            ("dave", "dave@example.com", "U123", "P123", false),
            (dave.Id, dave.Addresses["email"], dave.Addresses["slack"], dave.Addresses["pagerduty"], dave.IsAdmin));
        Assert.True(definitions.People["eve"].IsAdmin);
    }

    [Fact]
    public void Policies_have_their_defaults()
    {
        var definitions = Texts.Right(Texts.Files("""
            policies:
              z: {match: {services: [a]}, levels: [{after_minutes: 0, targets: ["schedule:PAY", "user:Dave", "contact:*"], channels: [LOG]}, {after_minutes: 20, targets: ["role:admin"]}]}
              b:
                match: {severities: [critical]}
                levels: [{after_minutes: 1, targets: ["role:admin"]}]
                cycle_minutes: 2
                repeat: 10
                ack_timeout_minutes: 60
                quiet_hours: {time_zone: Europe/Berlin, from: "22:00", to: "07:00", days: [sun], severities: [critical], allow_critical: true, mode: drop}
              c: {match: {severities: [info]}, levels: [{after_minutes: 0, targets: ["role:admin"]}], quiet_hours: {time_zone: UTC, from: 22:00, to: 07:00}}
            teams: {pay: {}}
            users: {dave: }
            """));
        Assert.Equal(["b", "c", "z"], definitions.Policies.Select(policy => policy.Name));
        Assert.Null(definitions.DefaultPolicy);
        var z = definitions.Policies[2];
        Assert.Equal((35, 0, 0), (z.CycleMinutes, z.Repeat, z.AckTimeoutMinutes));
        Assert.Equal(["schedule:pay", "user:dave", "contact:*"], z.Levels[0].Targets);
        Assert.Null(z.QuietHours);
        var quiet = definitions.Policies[0].QuietHours!;
        Assert.Equal(("22:00", "07:00", true), (quiet.From, quiet.To, quiet.Drop));
        Assert.Equal([7], quiet.Days);
        Assert.Equal([Severity.Critical], quiet.Severities);
        Assert.Equal([Severity.Warning, Severity.Info], definitions.Policies[1].QuietHours!.Severities);
        Assert.False(definitions.Policies[1].QuietHours!.Drop);
    }

    [Fact]
    public void Keys_of_several_files_are_one()
    {
        var definitions = Texts.Right(Texts.Reader.ReadFiles(Texts.Documents(
            ("notifications/a.yaml", "routes: {default_rules: {critical: [Slack], info: []}}"),
            ("notifications/b.yaml", "routes: {default_rules: {high: [slack, log]}, service_overrides: {\"Pay-*\": {critical: [slack]}}}"),
            ("notifications/c.yaml", "channels: {slack: {webhook_url: \"https://hooks.example.com/1\"}}")), _ => null));
        Assert.Equal(["slack"], definitions.Routes.DefaultRules[Severity.Critical]);
        Assert.Equal(["slack", "log"], definitions.Routes.DefaultRules[Severity.High]);
        Assert.Empty(definitions.Routes.DefaultRules[Severity.Info]);
        Assert.False(definitions.Routes.DefaultRules.ContainsKey(Severity.Warning));
        Assert.Equal(["slack"], definitions.Routes.ServiceOverrides["pay-*"][Severity.Critical]);
    }

    [Fact]
    public void Channels_are_read_with_all_that_their_types_have()
    {
        var channels = Texts.Right(Texts.Own("""
            channels:
              slack: {token: xoxb-1, channel: "#incidents", signing_secret: s, api_url: "https://slack.example/api", per_second: 0.5, burst: 7, digest_after: 0, fallback: mail}
              teams: {urls: {default: "https://teams.example/1", ops: "https://teams.example/2"}}
              pd: {type: pagerduty, routing_key: key, api_token: t, from: sre@example.com}
              mail: {type: email, host: smtp.example.com, port: 465, user: u, password: p, security: tls, from: sre@example.com, to: [a@example.com, b@example.com]}
              webhook: {url: "https://hook.example", secret: whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz}
            """)).Channels;
        var slack = Assert.IsType<SlackChannel>(channels["slack"]);
        Assert.Equal(("xoxb-1", "#incidents", "s", "https://slack.example/api"), (slack.Token, slack.Channel, slack.SigningSecret, slack.ApiUrl));
        Assert.Equal((0.5, 7, 0, "mail"), (slack.PerSecond, slack.Burst, slack.DigestAfter, slack.Fallback));
        Assert.Equal("https://teams.example/2", Assert.IsType<TeamsChannel>(channels["teams"]).Urls["ops"]);
        Assert.Equal("key", Assert.IsType<PagerDutyChannel>(channels["pd"]).RoutingKeys[ChannelDefinition.DefaultAddress]);
        var mail = Assert.IsType<EmailChannel>(channels["mail"]);
        Assert.Equal(
            ("smtp.example.com", 465, "u", "p", "tls", "sre@example.com"),
            (mail.Host, mail.Port, mail.User, mail.Password, mail.Security, mail.From));
        Assert.Equal(["a@example.com", "b@example.com"], mail.To);
        Assert.Equal("https://hook.example", Assert.IsType<WebhookChannel>(channels["webhook"]).Urls["default"]);
        Assert.All(channels.Values, channel => Assert.True(channel is { IsConfigured: true, IsTrusted: false }));
    }

    [Fact]
    public void Nothing_is_allowed_and_defines_nothing()
    {
        Assert.True(Texts.Right(Texts.Files("")).IsEmpty);
        Assert.True(Texts.Right(Texts.Own("{}")).IsEmpty);
        Assert.True(Texts.Right(Texts.Reader.ReadFiles([], _ => null)).IsEmpty);
    }
}
