using AiSre.Api.Security;
using AiSre.Domain.Definitions.Reading;

namespace AiSre.Silo;

/// <summary>Inner servers that workspaces' own channels may reach.</summary>
internal static class OutboundAllow
{
    public const string Name = "AI_SRE_OUTBOUND_ALLOW";

    public static AllowedTargets Read(IConfiguration configuration) => AllowedTargets.TryParse(configuration[Name] ?? "", out var allowed, out var wrong)
        ? allowed
        : throw new SettingException($"{Name} has '{wrong}'; allowed is a list of host:port such as chat.internal:8443,10.0.0.7:80, with commas in between.");
}
