using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Notifications;

namespace AiSre.Domain.Tests.Notifications;

public sealed class RoutingRulesTests
{
    private static readonly WorkspaceDefinitions Reference = With(
        [(Severity.Critical, "slack pagerduty email"), (Severity.High, "slack email"), (Severity.Warning, "slack"), (Severity.Info, "log")],
        ("payments", [(Severity.Critical, "slack pagerduty email teams")]));

    [Theory]
    [InlineData("checkout", Severity.Critical, "slack pagerduty email")]
    [InlineData("checkout", Severity.Info, "log")]
    [InlineData("payments", Severity.Critical, "slack pagerduty email teams")]
    [InlineData("Payments", Severity.Critical, "slack pagerduty email teams")]
    [InlineData("payments", Severity.High, "slack email")]
    [InlineData(null, Severity.Critical, "slack pagerduty email")]
    public void An_override_replaces_the_list_of_the_severities_that_it_names_and_no_other(string? service, Severity severity, string channels) =>
        Assert.Equal(channels, Of(Reference, service, severity));

    [Theory]
    [InlineData("pay-eu-1", "exact")]
    [InlineData("pay-eu-2", "region")]
    [InlineData("pay-us-1", "all")]
    [InlineData("PAY-US-1", "all")]
    [InlineData("cart", "usual")]
    public void The_exact_name_wins_over_the_longest_glob(string service, string channel) =>
        Assert.Equal(channel, Of(With([(Severity.High, "usual")],
            ("pay-*", [(Severity.High, "all")]), ("pay-eu-?", [(Severity.High, "region")]), ("pay-eu-1", [(Severity.High, "exact")])), service,
                Severity.High));

    [Fact]
    public void An_exact_override_leaves_the_severities_that_it_does_not_name_to_the_glob() =>
        Assert.Equal(
            "glob", Of(
                With([(Severity.High, "usual")], ("pay*", [(Severity.High, "glob")]), ("payments", [(Severity.Critical, "exact")])), "payments",
                Severity.High));

    [Fact]
    public void An_override_may_name_nobody() =>
        Assert.Equal("", Of(With([(Severity.Info, "slack")], ("batch", [(Severity.Info, "")])), "batch", Severity.Info));

    [Theory]
    [InlineData(Severity.High)]
    [InlineData((Severity)99)]
    public void A_severity_without_a_list_gets_that_of_warning(Severity severity) =>
        Assert.Equal("slack", Of(With([(Severity.Critical, "pagerduty"), (Severity.Warning, "slack")]), "cart", severity));

    [Theory]
    [InlineData(Severity.Critical, "slack pagerduty email")]
    [InlineData(Severity.High, "slack email")]
    [InlineData(Severity.Warning, "slack")]
    [InlineData(Severity.Info, "log")]
    public void Without_rules_the_usual_ones_count(Severity severity, string channels) =>
        Assert.Equal(channels, Of(WorkspaceDefinitions.Empty, "cart", severity));

    [Fact]
    public void A_channel_that_is_named_twice_hears_once() =>
        Assert.Equal("slack log", Of(With([(Severity.High, "slack log Slack")]), "cart", Severity.High));

    [Fact]
    public void The_log_is_always_a_channel_and_may_be_defined_anew()
    {
        Assert.IsType<LogChannel>(RoutingRules.Channel(WorkspaceDefinitions.Empty, "Log"));
        Assert.Null(RoutingRules.Channel(WorkspaceDefinitions.Empty, "slack"));
        var mine = new LogChannel { Name = "log", PerSecond = 1 };
        Assert.Same(
            mine, RoutingRules.Channel(WorkspaceDefinitions.Empty with { Channels = WorkspaceDefinitions.Empty.Channels.Add("log", mine) }, "log"));
    }

    private static string Of(WorkspaceDefinitions definitions, string? service, Severity severity) =>
        string.Join(' ', RoutingRules.ChannelsFor(definitions, service, severity));

    private static WorkspaceDefinitions With(
        (Severity Severity, string Channels)[] rules, params (string Service, (Severity, string)[] Rules)[] overrides) => new()
    {
        Routes = new()
        {
            DefaultRules = Lists(rules),
            ServiceOverrides = NotificationRoutes.None.ServiceOverrides.AddRange(
                overrides.Select(entry => KeyValuePair.Create(entry.Service, Lists(entry.Rules)))),
        },
    };

    private static ImmutableDictionary<Severity, ImmutableArray<string>> Lists((Severity Severity, string Channels)[] rules) =>
        rules.ToImmutableDictionary(
            rule => rule.Severity, rule => rule.Channels.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToImmutableArray());
}
