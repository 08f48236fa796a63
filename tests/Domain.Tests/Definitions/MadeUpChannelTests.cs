using System.Collections.Immutable;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Definitions.OnCall;
using AiSre.Domain.Notifications;
using AiSre.Domain.Tests.Notifications;
using AiSre.Integrations;
using AiSre.Integrations.Slack;

namespace AiSre.Domain.Tests.Definitions;

/// <summary>A channel that only these tests know can do what every other can.</summary>
public sealed class MadeUpChannelTests
{
    private static readonly DefinitionsReader Reader = new(DefinitionSections.Of(new([SlackChannelType.Instance, PigeonChannelType.Instance])));

    private static readonly WorkspaceDefinitions Known = Texts.Right(Read("""
        channels: {birds: {type: pigeon, whistle: "${TUNE:-la la}", loft: loft-1}}
        users: {dave: {roof: roof-7}, eve: }
        teams: {ops: {services: ["*"], addresses: {birds: loft-2}}}
        """));

    [Fact]
    public void It_is_read_with_its_own_keys_and_those_of_every_channel()
    {
        var birds = Assert.IsType<PigeonChannel>(
            Texts.Right(Read("channels: {pigeon: {whistle: do re, burst: 4, fallback: log}}")).Channels["pigeon"]);
        Assert.Equal(("do re", 4, "log", true), (birds.Whistle, birds.Burst, birds.Fallback, birds.IsConfigured));
        Assert.Equal(["TUNE"], Texts.Right(Read("channels: {pigeon: {whistle: \"${TUNE}\"}}")).Channels["pigeon"].Missing);
    }

    [Theory]
    [InlineData(
        "channels: {pigeon: {whistle: a, §whistel: b}}",
        "did you mean 'whistle'? Allowed: whistle, loft, type, per_second, burst, digest_after, fallback.")]
    [InlineData("channels: {birds: {type: §pidgeon}}", "'pidgeon' is no type of channel; did you mean 'pigeon'? Allowed: slack, pigeon.")]
    [InlineData("users: {dave: {roof: §cellar}}", "'roof' is 'cellar'; allowed is the name of a roof.")]
    [InlineData("channels: {pigeon: {whistle: a}}\nteams: {ops: {addresses: {pigeon: §nest}}}", "'nest' is no loft.")]
    public void What_is_wrong_with_it_is_told(string text, string says) => Texts.AssertProblems(text, says, Read);

    [Fact]
    public void What_it_keeps_secret_nobody_is_shown()
    {
        var shown = Reader.Redact(new("body", "channels: {birds: {type: pigeon, whistle: la la, loft: loft-1}}")).Text;
        Assert.Contains("loft: loft-1", shown, StringComparison.Ordinal);
        Assert.Contains("whistle: \"***\"", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_type_that_nobody_knows_nothing_is_shown()
    {
        var shown = Reader.Redact(new("body", "channels: {x: {type: telex, number: 12345, burst: 3}}")).Text;
        Assert.Contains("type: telex", shown, StringComparison.Ordinal);
        Assert.Contains("burst: 3", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("12345", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_limits_are_those_of_its_type_until_it_has_its_own()
    {
        var birds = Known.Channels["birds"];
        Assert.Equal((new RateLimit(0.5, 2), 7), (RateRules.Of(birds), DigestRules.After(birds)));
        Assert.Equal((new RateLimit(0.5, 9), 0), (RateRules.Of(birds with { Burst = 9 }), DigestRules.After(birds with { DigestAfter = 0 })));
    }

    [Fact]
    public void It_reaches_people_and_teams_where_they_say()
    {
        var team = Known.Teams["ops"];
        Assert.Equal(new("birds", "roof-7"), AddressRules.Of(Known.People["dave"], team, "birds", Known));
        Assert.Equal(new("birds", "loft-2"), AddressRules.Of(Known.People["eve"], team, "birds", Known));
        Assert.Equal(["default", "loft-2"], AddressRules.AllShared(Known.Channels["birds"], Known));
    }

    [Fact]
    public void A_destination_of_it_sends_as_fast_as_it_may()
    {
        var (queue, now) = (Messages.Queue(Messages.Of("inc-1"), Messages.Of("inc-2"), Messages.Of("inc-3")), Messages.Noon);
        var (state, birds) = (SendingState.New, Known.Channels["birds"]);
        for (var i = 0; i < 2; i++)
        {
            var step = Assert.IsType<SendingStep.Send>(SendingRules.Next(queue, state, birds, now));
            state = SendingRules.Sending(state, birds, step, now);
            queue.Remove(step.Message);
        }
        Assert.Equal(now.AddSeconds(2), Assert.IsType<SendingStep.Wait>(SendingRules.Next(queue, state, birds, now)).Until);
    }

    [Fact]
    public void What_check_config_says_of_it_names_it() =>
        Assert.Contains("birds (pigeon)", Reader.Summarize(Known).Lines.Single(line => line.What == "channels").Names);

    [Fact]
    public void Two_types_of_one_name_do_not_start() =>
        Assert.Contains("called 'pigeon'", Refused(PigeonChannelType.Instance, new Doubtful { Called = "pigeon" }), StringComparison.Ordinal);

    [Fact]
    public void A_type_that_lacks_something_does_not_start()
    {
        Assert.Contains("no name", Refused(new Doubtful { Called = "" }), StringComparison.Ordinal);
        Assert.Contains("no name", Refused(new Doubtful { Called = "log" }), StringComparison.Ordinal);
        Assert.Contains("which keys", Refused(new Doubtful { Has = default }), StringComparison.Ordinal);
        Assert.Contains("called 'burst'", Refused(new Doubtful { Has = [ChannelKey.Open("burst")] }), StringComparison.Ordinal);
        Assert.Contains("may never send", Refused(new Doubtful { Speed = default }), StringComparison.Ordinal);
        Assert.Contains(
            "called 'roof'", Refused(PigeonChannelType.Instance, new Doubtful { User = new("roof", "another", _ => true) }),
            StringComparison.Ordinal);
        Assert.Contains("called 'admin'", Refused(new Doubtful { User = new("admin", "anything", _ => true) }), StringComparison.Ordinal);
        Assert.Equal(6, Channels.Types.Names.Count());
    }

    private static DefinitionsReading Read(string text) => Reader.ReadFiles(Texts.Documents(("all.yaml", text)), _ => null);

    private static string Refused(params ChannelType[] types) => Assert.Throws<ArgumentException>(() => new ChannelTypes(types)).Message;

    private sealed class Doubtful : ChannelType
    {
        public string Called { get; init; } = "doubtful";
        public ImmutableArray<ChannelKey> Has { get; init; } = [];
        public RateLimit Speed { get; init; } = new(1, 1);
        public PersonKey? User { get; init; }

        public override string Name => Called;
        public override ChannelKind Kind => ChannelKind.Chat;
        public override ImmutableArray<ChannelKey> Keys => Has;
        public override RateLimit Rate => Speed;
        public override int DigestAfter => 0;
        public override PersonKey? Person => User;
        public override string? Source => null;

        public override ChannelDefinition Read(string name, ChannelFields fields) => throw new NotSupportedException();
    }
}
