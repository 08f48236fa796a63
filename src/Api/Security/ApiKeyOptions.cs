namespace AiSre.Api.Security;

/// <summary>Settings of who may come in; read from the environment when the host starts.</summary>
public sealed record ApiKeyOptions
{
    public const string KeysSetting = "AI_SRE_API_KEYS";
    public const string AllowDevModeSetting = "AI_SRE_ALLOW_DEV_MODE";

    /// <summary>
    /// <c>AI_SRE_API_KEYS</c>: comma list of <c>[name=]key[:role[:workspace|*]]</c> or <c>[name=]sha256:hex[:role[:workspace|*]]</c>.
    /// Default: none, which is dev mode.
    /// </summary>
    public IReadOnlyList<ApiKey> Keys { get; init; } = [];

    /// <summary>What the operator should know about the keys; logged once at start.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Without keys every request is allowed, as role admin.</summary>
    public bool DevMode => Keys.Count == 0;

    public static ApiKeyOptions Read(IConfiguration configuration, bool production)
    {
        var options = ApiKeyParser.Parse(configuration[KeysSetting], production);
        if (options.DevMode && production && !AllowsDevMode(configuration))
            throw new SettingException(
                $"{KeysSetting} is empty: without keys everybody is admin, which is refused when the environment is Production. " +
                $"Set {KeysSetting}=[name=]key[:role[:workspace|*]],… or, if that is truly meant, {AllowDevModeSetting}=true.");
        return options;
    }

    private static bool AllowsDevMode(IConfiguration configuration) => configuration[AllowDevModeSetting] switch
    {
        null or "" => false,
        var text when bool.TryParse(text, out var allowed) => allowed,
        var text => throw new SettingException($"{AllowDevModeSetting} is '{text}'; allowed are true and false."),
    };
}

/// <summary>A setting that the process must not start with. The message names the setting and what is allowed, and holds no secret.</summary>
public sealed class SettingException(string message) : Exception(message);
