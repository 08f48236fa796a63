using System.Collections.Immutable;
using System.Net;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Notifications;
using AiSre.Grains.Notifications;
using AiSre.Integrations.Email;
using AiSre.Integrations.Http;
using AiSre.Integrations.PagerDuty;
using AiSre.Integrations.Slack;
using AiSre.Integrations.Teams;
using AiSre.Integrations.Webhooks;
using Microsoft.Extensions.Time.Testing;

namespace AiSre.Integrations.Tests.Channels;

/// <summary>The way out: what may be reached, how long it may take, and that it keeps secrets.</summary>
public sealed class OutboundTests : IDisposable
{
    private readonly Sender sender = new();

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("172.15.255.255", true)]
    [InlineData("172.32.0.0", true)]
    [InlineData("100.128.0.1", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("2a00:1450:4001::200e", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("0.1.2.3", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.255.255.254", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("192.0.0.8", false)]
    [InlineData("198.18.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:8.8.8.8", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("64:ff9b:1::1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("2001::1", false)]
    [InlineData("fc00::1", false)]
    [InlineData("fd12:3456::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fec0::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("::127.0.0.1", false)]
    [InlineData("64:ff9b::a9fe:a9fe", false)]
    [InlineData("2002:a9fe:a9fe::1", false)]
    [InlineData("2001:0:7f00:1::", false)]
    [InlineData("100::1", false)]
    [InlineData("5f00::1", false)]
    public void Only_addresses_on_the_internet_are_public(string address, bool expected) =>
        Assert.Equal(expected, PublicAddress.Is(IPAddress.Parse(address)));

    [Theory]
    [InlineData("http://hooks.example.com/x")]
    [InlineData("https://hooks.example.com:8443/x")]
    [InlineData("https://127.0.0.1/x")]
    [InlineData("https://2130706433/x")]
    [InlineData("https://0x7f.1/x")]
    [InlineData("https://0x7f000001/x")]
    [InlineData("https://0177.0.0.1/x")]
    [InlineData("https://017700000001/x")]
    [InlineData("https://127.1/x")]
    [InlineData("https://hooks.example.com@127.0.0.1/x")]
    [InlineData("https://[::ffff:127.0.0.1]/x")]
    [InlineData("https://[::ffff:7f00:1]/x")]
    [InlineData("https://[::127.0.0.1]/x")]
    [InlineData("https://[64:ff9b::127.0.0.1]/x")]
    [InlineData("https://[64:ff9b::a9fe:a9fe]/x")]
    [InlineData("https://[2002:7f00:1::]/x")]
    [InlineData("https://[2002:a9fe:a9fe::1]/x")]
    [InlineData("https://[2001:0:7f00:1::]/x")]
    [InlineData("https://[fe80::1%25lo]/x")]
    [InlineData("https://[::1]/x")]
    [InlineData("https://0.0.0.0/x")]
    [InlineData("https://0/x")]
    [InlineData("https://[::]/x")]
    [InlineData("https://255.255.255.255/x")]
    [InlineData("https://[::ffff:169.254.169.254]/x")]
    [InlineData("https://localhost/x")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("ftp://example.com/x")]
    [InlineData("not an address")]
    public async Task A_workspaces_own_channel_reaches_public_https_only(string url)
    {
        foreach (var channel in (ChannelDefinition[])
        [
            new WebhookChannel { Name = "w", Urls = At(url) }, new TeamsChannel { Name = "t", Urls = At(url) },
                new SlackChannel { Name = "s", WebhookUrl = url },
            new SlackChannel { Name = "s", Token = "t", Channel = "c", ApiUrl = url },
                new PagerDutyChannel { Name = "p", RoutingKeys = At("k"), EventsUrl = url },
        ])
        {
            var result = await this.sender.SendAsync(channel, NotificationKind.Opened);
            Assert.Equal(DeliveryOutcome.Rejected, result.Outcome);
            Assert.DoesNotContain(url, result.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Mail_of_a_workspaces_own_channel_obeys_the_same_rule()
    {
        await using var mailbox = await Mailbox.StartAsync();
        foreach (var (host, port) in ((string, int)[])[("127.0.0.1", mailbox.Port), ("localhost", 25), ("169.254.169.254", 587), ("8.8.8.8", 22)])
        {
            var channel =
                new EmailChannel { Name = "e", Host = host, Port = port, From = "a@example.com", To = ["b@example.com"], Security = "none" };
            Assert.Equal(DeliveryOutcome.Rejected, (await this.sender.SendAsync(channel, NotificationKind.Opened)).Outcome);
        }
        Assert.Empty(mailbox.Messages);
    }

    [Fact]
    public async Task A_name_is_resolved_once_and_the_connection_goes_to_what_was_checked()
    {
        await using var mailbox = await Mailbox.StartAsync();
        // 127.0.0.2 plays the inner address, 127.0.0.1 the public one that the mail server listens on.
        var resolved = new List<string>();
        var dialer = new GuardedDialer(
            (host, _) =>
            {
                resolved.Add(host);
                IPAddress[] answers = resolved.Count == 1 ? [IPAddress.Parse("127.0.0.2"), IPAddress.Loopback] : [IPAddress.Parse("127.0.0.2")];
                return Task.FromResult(answers);
            }, address => address.Equals(IPAddress.Loopback), AllowedTargets.None);
        using var socket = await dialer.ConnectAsync("rebinding.example", mailbox.Port, TestContext.Current.CancellationToken);
        Assert.Equal(IPAddress.Loopback, ((IPEndPoint)socket.RemoteEndPoint!).Address);
        Assert.Single(resolved);
        await Assert.ThrowsAsync<TargetRefusedException>(
            () => dialer.ConnectAsync("rebinding.example", mailbox.Port, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Https_of_a_workspaces_own_channel_goes_through_the_check()
    {
        var asked = new List<string>();
        using var sender = new Sender(
            new GuardedDialer(
                (host, _) =>
                { asked.Add(host); return Task.FromResult<IPAddress[]>([IPAddress.Parse("10.0.0.1")]); }, PublicAddress.Is, AllowedTargets.None));
        var result = await sender.SendAsync(
            new WebhookChannel { Name = "w", Urls = At("https://hooks.example.com/secret-path") }, NotificationKind.Opened);
        Assert.Equal((DeliveryOutcome.Rejected, "hooks.example.com"), (result.Outcome, Assert.Single(asked)));
    }

    [Fact]
    public async Task Redirects_are_not_followed()
    {
        await using var inner = await RecordingVendor.StartAsync();
        await using var outer = await RecordingVendor.StartAsync(_ => new(307, "", ("Location", inner.Address)));
        var result = await this.sender.SendAsync(Trusted(outer), NotificationKind.Opened);
        Assert.Equal(DeliveryOutcome.Rejected, result.Outcome);
        Assert.Empty(inner.Requests);
    }

    [Fact]
    public async Task What_the_operator_allows_is_reached_at_that_port_only_and_redirects_are_not_followed()
    {
        await using var inner = await RecordingVendor.StartAsync();
        await using var other = await RecordingVendor.StartAsync();
        await using var redirecting = await RecordingVendor.StartAsync(_ => new(307, "", ("Location", inner.Address)));
        Assert.True(AllowedTargets.TryParse($"{new Uri(inner.Address).Authority},{new Uri(redirecting.Address).Authority}", out var allowed, out _));
        using var sender = new Sender(allowed: allowed);
        Assert.Equal(DeliveryOutcome.Sent, (await sender.SendAsync(Own(inner), NotificationKind.Opened)).Outcome);
        Assert.Equal(DeliveryOutcome.Rejected, (await sender.SendAsync(Own(other), NotificationKind.Opened)).Outcome);
        Assert.Equal(DeliveryOutcome.Rejected, (await sender.SendAsync(Own(redirecting), NotificationKind.Opened)).Outcome);
        Assert.Equal((1, 0, 1), (inner.Requests.Count, other.Requests.Count, redirecting.Requests.Count));

        static WebhookChannel Own(RecordingVendor vendor) => new() { Name = "w", Urls = At($"{vendor.Address}/hook") };
    }

    [Fact]
    public async Task The_dialer_connects_to_an_inner_address_where_the_operator_allows_its_port()
    {
        await using var mailbox = await Mailbox.StartAsync();
        Assert.True(AllowedTargets.TryParse($"LocalHost:{mailbox.Port}", out var allowed, out _));
        var dialer = new GuardedDialer((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]), PublicAddress.Is, allowed);
        using var socket = await dialer.ConnectAsync("localhost", mailbox.Port, TestContext.Current.CancellationToken);
        Assert.True(socket.Connected);
        await Assert.ThrowsAsync<TargetRefusedException>(
            () => dialer.ConnectAsync("localhost", mailbox.Port - 1, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<TargetRefusedException>(
            () => dialer.ConnectAsync("other.example", mailbox.Port, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_large_answer_is_read_in_part_and_shown_to_nobody()
    {
        await using var vendor = await RecordingVendor.StartAsync(_ => new(400, new string('z', 1 << 20)));
        var result = await this.sender.SendAsync(Trusted(vendor), NotificationKind.Opened);
        Assert.Equal("The webhook answered 400", result.Error);
    }

    [Fact]
    public async Task What_breaks_or_hangs_is_tried_again()
    {
        await using var vendor = await RecordingVendor.StartAsync(_ => VendorReply.Silence);
        var clock = new FakeTimeProvider();
        using var patient = new Sender(clock: clock);
        var hanging = patient.SendAsync(Trusted(vendor), NotificationKind.Opened);
        await TestHost.Poll.UntilAsync("the request to arrive", () => Task.FromResult(vendor.Requests.Count == 1));
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(new(DeliveryOutcome.Retry, "The webhook did not answer within 10 s"), await hanging);
        var nobody = await this.sender.SendAsync(
            new WebhookChannel { Name = "w", IsTrusted = true, Urls = At($"http://127.0.0.1:{TestHost.FreePort.Next()}/secret-path") },
                NotificationKind.Opened);
        Assert.Equal(new(DeliveryOutcome.Retry, "The webhook could not be reached (ConnectionError)"), nobody);
    }

    [Fact]
    public async Task A_silo_that_stops_does_not_count_as_the_vendors_failure()
    {
        await using var vendor = await RecordingVendor.StartAsync(_ => VendorReply.Silence);
        using var stop = new CancellationTokenSource();
        var sending = this.sender.SendAsync(Samples.Delivery(Trusted(vendor), Samples.Of(NotificationKind.Opened)), stop.Token);
        await TestHost.Poll.UntilAsync("the request to arrive", () => Task.FromResult(vendor.Requests.Count == 1));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    [Fact]
    public async Task Secrets_are_neither_in_errors_nor_in_the_log()
    {
        string[] secrets = ["secret-path", "xoxb-secret", "secret-token", "routing-secret", "hunter2"];
        var errors = new List<string?>();
        foreach (var status in (int[])[200, 400, 500])
        {
            await using var vendor = await RecordingVendor.StartAsync(
                request => new(status, $"{request.Path} {request.Headers.GetValueOrDefault("Authorization")} {request.Body}"));
            foreach (var channel in (ChannelDefinition[])
            [
                new WebhookChannel { Name = "w", IsTrusted = true, Urls = At($"{vendor.Address}/secret-path"), Secret = "whsec_c2VjcmV0" },
                new TeamsChannel { Name = "t", IsTrusted = true, Urls = At($"{vendor.Address}/secret-path?sig=secret-token") },
                new SlackChannel { Name = "s", IsTrusted = true, WebhookUrl = $"{vendor.Address}/secret-path" },
                new SlackChannel { Name = "s", IsTrusted = true, Token = "xoxb-secret", Channel = "c", ApiUrl = vendor.Address },
                new PagerDutyChannel { Name = "p", IsTrusted = true, RoutingKeys = At("routing-secret"), EventsUrl = vendor.Address,
                    ApiUrl = vendor.Address, ApiToken = "secret-token", From = "a@b.c" },
            ])
            {
                errors.Add((await this.sender.SendAsync(channel, NotificationKind.Opened)).Error);
                errors.Add(
                    (await this.sender.SendAsync(
                        Samples.Delivery(channel, Samples.Of(NotificationKind.Resolved) with { ExternalId = "pagerduty:P1" }))).Error);
            }
        }
        Assert.Contains(errors, error => error is not null);
        Assert.All(secrets,
            secret => Assert.DoesNotContain(secret, $"{string.Join('\n', errors)}\n{this.sender.Log.Text}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_log_gets_one_line_whatever_the_title_holds()
    {
        var content = Samples.Of(NotificationKind.Opened) with { Title = "one\r\n2026-03-01 forged line", Recipients = ["dave\nroot"] };
        Assert.Equal(DeliveryResult.Sent(), await this.sender.SendAsync(Samples.Delivery(new LogChannel { Name = "log" }, content)));
        Assert.Contains("CRITICAL: one 2026-03-01 forged line — payments-api in production", this.sender.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', this.sender.Log.Text);
    }

    public void Dispose() => this.sender.Dispose();

    private static WebhookChannel Trusted(RecordingVendor vendor) => new() { Name = "w", IsTrusted = true, Urls = At($"{vendor.Address}/hook") };

    private static ImmutableDictionary<string, string> At(string value) => ImmutableDictionary<string, string>.Empty.Add("default", value);
}
