using System.Collections.Immutable;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Definitions.OnCall;

namespace AiSre.Integrations.Teams;

/// <summary>What Microsoft Teams is like.</summary>
public sealed class TeamsChannelType : ChannelType
{
    public static TeamsChannelType Instance { get; } = new();

    public override string Name => "teams";
    public override ChannelKind Kind => ChannelKind.Chat;
    public override ImmutableArray<ChannelKey> Keys => [ChannelKey.Secret("url"), ChannelKey.Secret("urls")];
    public override RateLimit Rate => new(2, 4);
    public override int DigestAfter => UsualDigestAfter;
    public override PersonKey? Person => null;
    public override string? Source => null;

    public override ChannelDefinition Read(string name, ChannelFields fields) =>
        new TeamsChannel { Name = name, Urls = fields.ByName("url", "urls", "https://…", areUrls: true) };
}
