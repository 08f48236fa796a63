using AiSre.Api.Settings;

namespace AiSre.Silo.DeadMansSwitch;

/// <summary>Who is told regularly that the platform works, so that somebody notices when it does not.</summary>
/// <param name="Url">Asked with GET; null, the default, tells nobody. It often holds a secret, so it is never logged.</param>
/// <param name="Period">From one beat to the next.</param>
public sealed record HeartbeatOptions(Uri? Url, TimeSpan Period)
{
    public static HeartbeatOptions Read(IConfiguration configuration) =>
        new(AiSreSettings.HeartbeatUrl.Read(configuration), TimeSpan.FromSeconds(AiSreSettings.HeartbeatSeconds.Read(configuration)));
}
