using System.Globalization;
using AiSre.Api.Security;
using AiSre.Storage;

namespace AiSre.Silo;

/// <summary>A silo's settings from the environment. A wrong one stops the start with its name, its value and what is allowed.</summary>
public sealed record SiloOptions
{
    /// <summary>Port between silos. <c>AI_SRE_SILO_PORT</c>, default 11111.</summary>
    public required int SiloPort { get; init; }

    /// <summary>Port for API processes. <c>AI_SRE_GATEWAY_PORT</c>, default 30000.</summary>
    public required int GatewayPort { get; init; }

    public required LedgerOptions Ledger { get; init; }

    public static SiloOptions Read(IConfiguration configuration)
    {
        var ledger = new LedgerOptions();
        return new()
        {
            SiloPort = Whole(configuration, "AI_SRE_SILO_PORT", 11_111, 1, 65_535),
            GatewayPort = Whole(configuration, "AI_SRE_GATEWAY_PORT", 30_000, 1, 65_535),
            Ledger = new()
            {
                DataDirectory = configuration["AI_SRE_DATA_DIR"] is { Length: > 0 } directory ? directory : ledger.DataDirectory,
                Postgres = configuration["AI_SRE_POSTGRES"] is { Length: > 0 } postgres ? postgres : null,
                Redis = configuration["AI_SRE_REDIS"] is { Length: > 0 } redis ? redis : null,
                QueueLimit = Whole(configuration, "AI_SRE_LEDGER_QUEUE", ledger.QueueLimit, 100, 1_000_000),
                BatchLimit = Whole(configuration, "AI_SRE_LEDGER_BATCH", ledger.BatchLimit, 1, 100_000),
            },
        };
    }

    private static int Whole(IConfiguration configuration, string name, int fallback, int min, int max)
    {
        if (configuration[name] is not { Length: > 0 } text) return fallback;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? value
            : throw new SettingException($"{name} is '{text}'; allowed are whole numbers from {min} to {max}.");
    }
}
