using AiSre.Domain.Definitions.Reading;

namespace AiSre.Domain.Tests.Definitions;

/// <summary>Every mistake has its place, and its sentence says what is allowed.</summary>
public sealed class MistakeTests
{
    private const string People = "users: {carol: {}, dave: {}}\n";
    private const string Slack = "channels: {slack: {webhook_url: \"https://hooks.example.com/x\"}}\n";

    [Theory]
    [InlineData("§taems: {}", "no key 'taems'; did you mean 'teams'? Allowed: teams, users, policies, default, routes, channels, sources, act")]
    [InlineData("teams: §[]", "'teams' is a list; allowed is a set of keys, each the name of a team.")]
    [InlineData("teams: {§\"a/b\": {}}", "'a/b' is no name for a team")]
    [InlineData("teams: {a: §text}", "The team 'a' is a single value; allowed is a set of keys: services")]
    [InlineData("teams: {a: {§time_zon: UTC}}", "did you mean 'time_zone'?")]
    [InlineData("teams: {a: {time_zone: §Europe/Berln}}", "'Europe/Berln' is no time zone; did you mean 'Europe/Berlin'?")]
    [InlineData("teams: {a: {time_zone: §CEST+3}}", "Allowed are IANA names such as Europe/Berlin")]
    [InlineData("teams: {a: {services: §payments}}", "'services' is a single value; allowed is a list, such as [payments, payments-api].")]
    [InlineData("teams: {a: {services: [§\"pay*\"]}}", "is no exact name; allowed are names of services, and \"*\" alone")]
    [InlineData("teams: {a: {services: [x]}, b: {services: [§X]}}", "belongs to one team at most; 'a' has it already, in all.yaml, line 1")]
    [InlineData("teams: {a: {services: [\"*\"]}, b: {services: [§\"*\"]}}", "One team at most may have \"*\"")]
    [InlineData("teams: {a: {escalation_contact: §caro}}\n" + People, "There is no user 'caro'; did you mean 'carol'? Allowed: carol, dave.")]
    [InlineData("teams: {a: {layers: [§{}]}}", "A layer needs 1 to 500 members")]
    [InlineData("teams: {a: {layers: [{members: §[]}]}}", "A layer needs 1 to 500 members")]
    [InlineData("teams: {a: {layers: [{members: [carol, §davee]}]}}\n" + People, "There is no user 'davee'; did you mean 'dave'?")]
    [InlineData(
        "teams: {a: {layers: [{members: [carol], every: §0w}]}}\n" +
        People, "'every' is '0w'; allowed is a number from 1 to 9999 and a unit: 12h, 1d, 1w or 1mo.")]
    [InlineData("teams: {a: {layers: [{members: [carol], every: §1y}]}}\n" + People, "'every' is '1y'")]
    [InlineData("teams: {a: {layers: [{members: [carol], handoff: §9am}]}}\n" + People, "allowed is a time of day such as \"09:00\"")]
    [InlineData("teams: {a: {layers: [{members: [carol], start: §2025-02-30}]}}\n" + People, "allowed is a date such as 2024-12-23")]
    [InlineData(
        "teams: {a: {layers: [{members: [carol], start: 2025-02-01, end: §2025-02-01}]}}\n" +
        People, "'end' is not after 'start', which is 2025-02-01")]
    [InlineData("teams: {a: {layers: [{members: [carol]}, §{members: [dave], name: LAYER-1}]}}\n" + People, "has a layer 'LAYER-1' already")]
    [InlineData("teams: {a: {layers: [{members: [carol], restrictions: [§{days: [mon]}]}]}}\n" + People, "A restriction needs 'from'", 2)]
    [InlineData(
        "teams: {a: {layers: [{members: [carol], restrictions: [{days: [§monday], from: \"09:00\", to: \"17:00\"}]}]}}\n" +
        People, "'monday' is no day; did you mean 'mon'?")]
    [InlineData(
        "teams: {a: {overrides: [{user: carol, from: \"2026-05-25T12:00\", to: §\"2026-05-25T12:00\"}]}}\n" + People, "'to' is not after 'from'")]
    [InlineData(
        "teams: {a: {overrides: [{user: §nobody, from: \"2026-05-25T12:00\", to: §\"2026-05-25 16:00\"}]}}\n" + People, "There is no user 'nobody'")]
    [InlineData(
        "teams: {a: {overrides: [{user: carol, from: \"2026-05-25T12:00\", to: §\"9998-12-31T00:00\"}]}}\n" + People,
        "allowed is a local time such as")]
    [InlineData("teams: {a: {addresses: {§slak: \"#x\"}}}\n" + Slack, "There is no channel 'slak'; did you mean 'slack'?")]
    [InlineData("teams: {a: {addresses: {slack: §\"#x\"}}}\n" + Slack, "sends through an incoming webhook, which has one address")]
    [InlineData("users: {dave: {email: §\"dave@x, eve@x\"}}", "allowed is an address such as dave@example.com")]
    [InlineData("users: {dave: {slack: §dave}}", "begins with U or W")]
    [InlineData("users: {dave: {pagerduty: §U1}}", "begins with P")]
    [InlineData("users: {dave: {admin: §yes}}", "allowed are true and false")]
    [InlineData("users: {dave: {}, §Dave: {}}", "The user 'Dave' is defined already, in all.yaml, line 1.")]
    [InlineData("users: {dave: {}, §dave: {}}", "The key 'dave' is here already, in line 1.")]
    public void In_teams_and_users(string text, string says, int problems = 1)
    {
        if (problems == 1) Texts.AssertProblems(text, says, text => Texts.Files(text));
        else Assert.Contains(Texts.Files(Texts.Unmark(text).Text).Problems, problem => problem.Message.StartsWith(says, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("policies: {p: §{levels: [{after_minutes: 0, targets: [\"role:admin\"]}]}}", "needs 'match'")]
    [InlineData("policies: {p: {match: §{}, levels: [{after_minutes: 0, targets: [\"role:admin\"]}]}}", "'match' needs 'services' or 'severities'")]
    [InlineData(
        "policies: {p: {match: {severities: [§criticl]}, levels: [{after_minutes: 0, targets: [\"role:admin\"]}]}}",
        "did you mean 'critical'? Allowed: critical, high, warning, info.")]
    [InlineData(
        "policies: {p: {match: {services: [§\"pay-*\"]}, levels: [{after_minutes: 0, targets: [\"role:admin\"]}]}}",
        "leave 'services' out for all of them")]
    [InlineData("default: {§match: {}, levels: [{after_minutes: 0, targets: [\"role:admin\"]}]}", "The policy 'default' has no key 'match'")]
    [InlineData("default: §{}", "needs 1 to 50 levels")]
    [InlineData("default: {levels: §[]}", "needs 1 to 50 levels")]
    [InlineData("default: {levels: [§{after_minutes: 0}]}", "A level needs 'targets'")]
    [InlineData("default: {levels: [§{targets: [\"role:admin\"]}]}", "A level needs 'after_minutes'")]
    [InlineData(
        "default: {levels: [{after_minutes: 5, targets: [\"role:admin\"]}, {after_minutes: §5, targets: [\"role:admin\"]}]}",
        "it is more than the 5 of the level before")]
    [InlineData("default: {levels: [{after_minutes: §-1, targets: [\"role:admin\"]}]}", "allowed are whole numbers from 0 to 100000")]
    [InlineData("default: {levels: [{after_minutes: 0, targets: [§\"team:x\"]}]}", "'team:x' is no target; allowed are schedule:<team>")]
    [InlineData("default: {levels: [{after_minutes: 0, targets: [§\"user:*\"]}]}", "There is no user '*'; there are none.")]
    [InlineData(
        "default: {levels: [{after_minutes: 0, targets: [§\"schedule:pay\"]}]}\nteams: {payments: {}}",
        "There is no team 'pay'; did you mean 'payments'? Allowed: payments.")]
    [InlineData("default: {levels: [{after_minutes: 0, targets: [\"role:admin\"], channels: [§sms]}]}", "There is no channel 'sms'; allowed: log.")]
    [InlineData(
        "default: {repeat: §11, levels: [{after_minutes: 0, targets: [\"role:admin\"]}]}",
        "'repeat' is '11'; allowed are whole numbers from 0 to 10.")]
    [InlineData(
        "default: {cycle_minutes: §30, levels: [{after_minutes: 30, targets: [\"role:admin\"]}]}",
        "a pass is longer than the 30 minutes of its last level")]
    [InlineData("default: {ack_timeout_minutes: §soon, levels: [{after_minutes: 0, targets: [\"role:admin\"]}]}", "'ack_timeout_minutes' is 'soon'")]
    [InlineData(
        "default: {levels: [{after_minutes: 0, targets: [\"role:admin\"]}], quiet_hours: {time_zone: UTC, from: \"22:00\", to: \"07:00\", " +
        "severities: §[high, info]}}", "Quiet hours for 'high' would let it wait; that needs 'allow_critical: true'.")]
    [InlineData(
        "default: {levels: [{after_minutes: 0, targets: [\"role:admin\"]}], quiet_hours: {time_zone: UTC, from: \"22:00\", to: \"07:00\", mode: " +
        "§dorp}}", "did you mean 'drop'? Allowed: defer, drop.")]
    [InlineData(
        "default: {levels: [{after_minutes: 0, targets: [\"role:admin\"]}], quiet_hours: §{from: \"22:00\", to: \"07:00\"}}",
        "'quiet_hours' needs 'time_zone'")]
    [InlineData("routes: {default_rules: {§urgent: []}}", "'urgent' is no severity")]
    [InlineData("routes: {default_rules: {critical: §slack}}\n" + Slack, "allowed is a list of channels, such as [slack, email], and [] for nobody")]
    [InlineData("routes: {default_rules: {critical: [slack, §Slack]}}\n" + Slack, "is in this list already")]
    [InlineData(
        "routes: {service_overrides: {payments: {critical: [§pagerduty]}}}\n" + Slack, "There is no channel 'pagerduty'; allowed: slack, log.")]
    [InlineData("routes: {service_overrides: {payments: {}, §Payments: {}}}", "The service override 'Payments' is defined already")]
    public void In_policies_and_routes(string text, string says) => Texts.AssertProblems(text, says, text => Texts.Files(text));

    [Theory]
    [InlineData("channels: {§log: {}}", "The channel 'log' is always there and cannot be defined")]
    [InlineData("channels: {§chat: {}}", "needs a 'type', because its name is none")]
    [InlineData("channels: {chat: {type: §slak}}", "did you mean 'slack'?")]
    [InlineData("channels: {slack: §{}}", "Slack needs 'token' and 'channel' (an app), or 'webhook_url'")]
    [InlineData("channels: {slack: {token: §xoxb-1}}", "With 'token' Slack needs 'channel' too")]
    [InlineData("channels: {slack: {webhook_url: §hooks.example.com}}", "allowed is one that begins with https:// or http://")]
    [InlineData("channels: {slack: {webhook_url: \"https://x.example\", §webhok_url: 1}}", "did you mean 'webhook_url'?")]
    [InlineData("channels: {teams: §{}}", "needs either 'url', such as https://…, or 'urls'")]
    [InlineData("channels: {teams: {urls: §{ops: \"https://x.example\"}}}", "'urls' needs 'default'")]
    [InlineData("channels: {pagerduty: {routing_key: k, api_token: §t}}", "needs 'from', the e-mail address of the user")]
    [InlineData("channels: {email: §{from: a@b.example}}", "needs 'host', such as smtp.example.com")]
    [InlineData(
        "channels: {email: {host: h, from: a@b.example, port: §smtp}}", "'port' is something else; allowed are whole numbers from 1 to 65535.")]
    [InlineData("channels: {email: {host: h, from: a@b.example, security: §tsl}}", "did you mean 'tls'? Allowed: starttls, tls, none.")]
    [InlineData("channels: {email: {host: h, from: a@b.example, user: §u}}", "'user' and 'password' go together")]
    [InlineData("channels: {email: {host: h, from: §sre}}", "'from' is no e-mail address; allowed is one such as sre@example.com")]
    [InlineData("channels: {webhook: {url: \"https://x.example\", secret: §hello}}", "allowed is whsec_ and 24 to 64 bytes in base64")]
    [InlineData("channels: {slack: {webhook_url: \"https://x.example\", fallback: §mail}}", "There is no channel 'mail'")]
    [InlineData("channels: {slack: {webhook_url: \"https://x.example\", fallback: §slack}}", "A channel cannot be its own fallback.")]
    [InlineData(
        "channels: {slack: {webhook_url: \"https://x.example\", per_second: §0}}",
        "'per_second' is something else; allowed are numbers from 0.001 to 1000.")]
    [InlineData("channels: {slack: {webhook_url: §\"${NOT CLOSED\"}}", "A reference to an environment variable is ${NAME}")]
    [InlineData("users: {dave: {email: §\"${MAIL}\"}}", "References to environment variables (${NAME}) are allowed below 'channels' only.", 1)]
    [InlineData(
        "teams: {a: {addresses: {teams: §ops}}}\nchannels: {teams: {urls: {default: \"https://x.example\", opps: \"https://y.example\"}}}",
        "has no address 'ops'; did you mean 'opps'?")]
    public void In_channels(string text, string says, int more = 0)
    {
        if (more == 0) Texts.AssertProblems(text, says, text => Texts.Files(text));
        else Assert.Equal(says, Texts.Files(Texts.Unmark(text).Text).Problems[0].Message);
    }

    [Theory]
    [InlineData("channels: {slack: {webhook_url: §\"http://hooks.example.com/x\"}}", "begins with https://, on port 443")]
    [InlineData("channels: {slack: {webhook_url: §\"https://hooks.example.com:8443/x\"}}", "on port 443")]
    [InlineData("channels: {slack: {webhook_url: §\"https://me:pw@hooks.example.com/x\"}}", "without a user")]
    [InlineData("channels: {teams: {urls: {default: §\"https://localhost/x\"}}}", "not of this machine")]
    [InlineData("channels: {slack: {token: §\"${TOKEN}\", channel: \"#x\"}}", "allowed in the operator's files only; write the value")]
    [InlineData("teams: {a: {escalation_contact: §\"${USER}\"}}\nusers: {\"x\": {}}", "allowed in the operator's files only")]
    [InlineData("channels: {email: {host: h.example, from: a@b.example, port: §8025}}", "allowed are 25, 465, 587 and 2525")]
    [InlineData("channels: {email: {host: h.example, from: a@b.example, security: §none}}", "allowed are starttls and tls")]
    [InlineData("channels: {pagerduty: {routing_key: §\"***\"}}", "stands for a secret that is not shown; write the secret")]
    public void A_workspaces_own_definitions_may_do_less(string text, string says)
    {
        var (plain, marks) = Texts.Unmark(text);
        var problem = Texts.Own(plain).Problems[0];
        Assert.Equal(marks[0], (problem.Line, problem.Column));
        Assert.Contains(says, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://chat.internal:8065/hooks/x", true)]
    [InlineData("https://Chat.Internal:8065/hooks/x", true)]
    [InlineData("http://127.0.0.1/x", true)]
    [InlineData("http://[::1]:9000/x", true)]
    [InlineData("http://chat.internal:8066/hooks/x", false)]
    [InlineData("https://127.0.0.1/x", false)]
    [InlineData("http://me:pw@chat.internal:8065/x", false)]
    [InlineData("ftp://chat.internal:8065/x", false)]
    public void A_workspaces_own_channels_may_name_the_inner_targets_that_are_allowed_at_exactly_their_port(string url, bool allowed)
    {
        Assert.True(AllowedTargets.TryParse(" chat.internal:8065, 127.1:80,[::1]:9000", out var targets, out _));
        var reading = Texts.Own($"channels: {{webhook: {{url: \"{url}\"}}}}", targets);
        Assert.Equal(allowed, reading.Definitions is not null);
        if (!url.StartsWith("ftp", StringComparison.Ordinal))
            Assert.True(Texts.Files($"channels: {{webhook: {{url: \"{url}\"}}}}").Definitions is not null);
    }

    [Theory]
    [InlineData("chat.internal")]
    [InlineData("chat.internal:")]
    [InlineData("chat.internal:0")]
    [InlineData("chat.internal:65536")]
    [InlineData("http://chat.internal:80")]
    [InlineData("me@chat.internal:80")]
    [InlineData("chat.internal/x:80")]
    [InlineData("::1:80")]
    [InlineData("*:80")]
    public void What_is_no_host_and_port_is_not_allowed(string entry)
    {
        Assert.False(AllowedTargets.TryParse($"a.example:1,{entry}", out _, out var wrong));
        Assert.Equal(entry, wrong);
    }

    [Fact]
    public void All_are_told_at_once_in_their_order()
    {
        var reading = Texts.Files("""
            teams:
              a:
                time_zone: Nowhere
                layers:
                  - {members: [carol], every: 0d}
                  - {members: []}
            users:
              dave: {email: x}
            """);
        Assert.Equal([(3, 16), (5, 20), (5, 35), (6, 19), (8, 17)], reading.Problems.Select(problem => (problem.Line, problem.Column)));
        Assert.Equal(
            "all.yaml:3:16: 'Nowhere' is no time zone; Allowed are IANA names such as Europe/Berlin, America/New_York and UTC.",
            reading.Problems[0].ToString());
    }

    [Fact]
    public void What_two_files_define_is_told_with_both_places()
    {
        var reading = Texts.Reader.ReadFiles(Texts.Documents(
            ("oncall/a.yaml", "users:\n  dave: {}\n"), ("oncall/b.yaml", "users:\n  eve: {}\n  dave: {}\n"),
            ("escalation/a.yaml", "default: {levels: [{after_minutes: 0, targets: [\"role:admin\"]}]}"),
                ("escalation/b.yaml", "\ndefault: {levels: [{after_minutes: 0, targets: [\"role:admin\"]}]}")), _ => null);
        Assert.Equal(
            ["oncall/b.yaml:3:3: The user 'dave' is defined already, in oncall/a.yaml, line 2.",
                "escalation/b.yaml:2:10: 'default' is defined already, in escalation/a.yaml, line 1."],
            reading.Problems.Select(problem => problem.ToString()));
    }

    [Theory]
    [InlineData("oncall/x.yaml")]
    [InlineData("oncall.yaml")]
    [InlineData("oncall-x.yaml")]
    public void A_section_in_the_wrong_folder_is_told_where_it_belongs(string file)
    {
        var problem = Assert.Single(Texts.Files("policies: {}", name: file).Problems);
        Assert.Equal($"{file}:1:1: 'policies' belongs into escalation/*.yaml.", problem.ToString());
    }

    [Fact]
    public void No_problem_shows_a_secret()
    {
        const string secret = "hunter2";
        var reading = Texts.Own($$"""
            channels:
              slack: {webhook_url: "ftp://{{secret}}"}
              teams: {urls: { default: "http://{{secret}}.example" } }
              webhook: {url: "http://{{secret}}.example", secret: {{secret}}}
              pagerduty: {routing_key: [{{secret}}], api_token: {{secret}}}
            """);
        Assert.True(reading.Problems.Length >= 5);
        Assert.DoesNotContain(reading.Problems, problem => problem.Message.Contains(secret, StringComparison.Ordinal));
    }
}
