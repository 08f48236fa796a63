using AiSre.Api.Settings;

namespace AiSre.Api.Security;

/// <summary>Who may come in; read from the environment when the host starts.</summary>
public sealed record ApiKeyOptions
{
    /// <summary>Default: none, which is dev mode.</summary>
    public IReadOnlyList<ApiKey> Keys { get; init; } = [];

    /// <summary>What the operator should know about the keys; logged once at start.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Somebody else says who may come in, too.</summary>
    public bool TakesTokens { get; init; }

    /// <summary>Signs the sessions of those who sign in elsewhere; null: nobody does.</summary>
    internal string? SessionSecret { get; init; }

    /// <summary>Without keys, and without an issuer of tokens, every request is allowed, as role admin.</summary>
    public bool DevMode => Keys.Count == 0 && !TakesTokens;

    /// <param name="configuration">The settings.</param>
    /// <param name="serve">The process serves the API; otherwise nobody comes in, and keys are not needed.</param>
    /// <param name="production">The environment is declared to be Production, which takes no short keys.</param>
    public static ApiKeyOptions Read(IConfiguration configuration, bool serve, bool production)
    {
        var options = ApiKeyParser.Parse(AiSreSettings.ApiKeys.Read(configuration), serve && production) with
        {
            TakesTokens = OidcSettings.Authority.Read(configuration) is not null, SessionSecret = OidcSettings.ClientSecret.Read(configuration),
        };
        if (!serve || !options.DevMode || AiSreSettings.AllowDevMode.Read(configuration)) return options;
        if (production) throw Refusal("which is refused when the environment is Production");
        if (!ListeningAddresses.AreLoopbackOnly(configuration))
            throw Refusal($"and {ListeningAddresses.Said(configuration)}, which others than this machine reach");
        return options;
    }

    private static SettingException Refusal(string why)
    {
        var (keys, devMode) = (AiSreSettings.ApiKeys.Name, AiSreSettings.AllowDevMode.Name);
        return new($"{keys} is empty: without keys everybody is admin, {why}. " +
            $"Set {keys}=[name=]key[:role[:workspace|*]],… or, if that is truly meant, {devMode}=true.");
    }
}
