using AiSre.Api.Security;
using AiSre.Grains.Notifications;

namespace AiSre.Silo;

/// <summary>Where people reach the platform: the base of links in messages.</summary>
internal static class PublicUrl
{
    public const string Name = "AI_SRE_PUBLIC_URL";

    public static TellOptions Read(IConfiguration configuration)
    {
        if (configuration[Name] is not { Length: > 0 } text) return new();
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https")
            ? new() { PublicUrl = text.TrimEnd('/') }
            : throw new SettingException($"{Name} is '{text}': it must be an address such as https://sre.example.com.");
    }
}
