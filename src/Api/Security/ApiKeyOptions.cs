using AiSre.Api.Settings;

namespace AiSre.Api.Security;

/// <summary>Who may come in; read from the environment when the host starts.</summary>
public sealed record ApiKeyOptions
{
    /// <summary>Default: none, which is dev mode.</summary>
    public IReadOnlyList<ApiKey> Keys { get; init; } = [];

    /// <summary>What the operator should know about the keys; logged once at start.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Without keys every request is allowed, as role admin.</summary>
    public bool DevMode => Keys.Count == 0;

    public static ApiKeyOptions Read(IConfiguration configuration, bool production)
    {
        var options = ApiKeyParser.Parse(AiSreSettings.ApiKeys.Read(configuration), production);
        if (options.DevMode && production && !AiSreSettings.AllowDevMode.Read(configuration))
        {
            var (keys, devMode) = (AiSreSettings.ApiKeys.Name, AiSreSettings.AllowDevMode.Name);
            throw new SettingException(
                $"{keys} is empty: without keys everybody is admin, which is refused when the environment is Production. " +
                $"Set {keys}=[name=]key[:role[:workspace|*]],… or, if that is truly meant, {devMode}=true.");
        }
        return options;
    }
}
