using AiSre.Domain;

namespace AiSre.Api.Settings;

/// <summary>The programs that read a setting. A silo that serves the API reads those of both.</summary>
[Flags]
public enum Reader
{
    Silo = 1,
    Api = 2,
    Both = Silo | Api,
}

/// <summary>One setting, and one row of the table in README.md. Those that only .NET reads have no type.</summary>
/// <param name="Name">Of the variable in the environment; command line and <c>appsettings.json</c> take it as well.</param>
/// <param name="Allowed">Which values are, to be read after "allowed are".</param>
public record Setting(string Name, string Allowed)
{
    public required Reader ReadBy { get; init; }

    /// <summary>What it is for, in Markdown.</summary>
    public required string Meaning { get; init; }

    /// <summary>What counts without it, in Markdown.</summary>
    public string Default { get; init; } = "none";

    /// <summary>Its value appears in no message.</summary>
    public bool IsSecret { get; init; }

    /// <summary>How the table names it: one row for all sources that have a secret.</summary>
    public string Row { get => field ?? Name; init; }

    public SettingException Refusal(string what, string? allowed = null) => new($"{Name} {what}; allowed are {allowed ?? Allowed}.");
}

/// <summary>A setting that this product reads.</summary>
/// <param name="Kind">What its text means.</param>
/// <param name="Fallback">The value when it is not set, or empty.</param>
public sealed record Setting<T>(string Name, ValueKind<T> Kind, T Fallback) : Setting(Name, Kind.Allowed)
{
    public T Read(IConfiguration configuration)
    {
        if (Text(configuration) is not { } text) return Fallback;
        try
        {
            return Kind.Parse(text);
        }
        catch (WrongValueException wrong)
        {
            throw Refusal(wrong.What ?? (IsSecret ? "is not understood" : $"is '{Spelling.Shown(text)}'"), wrong.Allowed);
        }
    }

    /// <summary>As it was written; null when it is not set, or empty.</summary>
    public string? Text(IConfiguration configuration) => configuration[Name] is { Length: > 0 } text ? text : null;
}
