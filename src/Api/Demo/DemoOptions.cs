using AiSre.Api.Settings;

namespace AiSre.Api.Demo;

/// <param name="Allowed">Whether the demo may be made. Default: unless the environment is declared to be Production.</param>
internal sealed record DemoOptions(bool Allowed)
{
    public static DemoOptions Read(IConfiguration configuration, bool isProduction) =>
        new(AiSreSettings.Demo.Read(configuration) ?? !isProduction);
}
