using System.Collections.Immutable;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Definitions.OnCall;

namespace AiSre.Integrations.Webhooks;

/// <summary>What an HTTP endpoint of anybody's is like.</summary>
public sealed class WebhookChannelType : ChannelType
{
    public static WebhookChannelType Instance { get; } = new();

    public override string Name => "webhook";
    public override ChannelKind Kind => ChannelKind.Program;
    public override ImmutableArray<ChannelKey> Keys => [ChannelKey.Secret("url"), ChannelKey.Secret("urls"), ChannelKey.Secret("secret")];
    public override RateLimit Rate => new(5, 10);
    public override int DigestAfter => UsualDigestAfter;
    public override PersonKey? Person => null;
    public override string? Source => null;

    public override ChannelDefinition Read(string name, ChannelFields fields)
    {
        var secret = fields.NeededIfGiven("secret");
        if (secret is not null && !IsSigningKey(secret))
            fields.Wrong("secret", "'secret' is no signing key; allowed is whsec_ and 24 to 64 bytes in base64.");
        return new WebhookChannel { Name = name, Urls = fields.ByName("url", "urls", "https://…", areUrls: true), Secret = secret };
    }

    private static bool IsSigningKey(string secret)
    {
        const string prefix = "whsec_";
        Span<byte> key = stackalloc byte[128];
        return secret.StartsWith(prefix, StringComparison.Ordinal) && secret.Length <= 160
            && Convert.TryFromBase64String(secret[prefix.Length..], key, out var length) && length is >= 24 and <= 64;
    }
}
