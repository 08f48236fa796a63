using AiSre.Api.Settings;

namespace AiSre.Api.Actions;

/// <param name="Allowed">Whether actions are executed for real where there are no API keys. Default: no, anybody may be asking.</param>
internal sealed record DevModeActions(bool Allowed)
{
    public static DevModeActions Read(IConfiguration configuration) => new(AiSreSettings.DevAllowActions.Read(configuration));
}
