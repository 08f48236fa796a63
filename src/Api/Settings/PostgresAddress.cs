using System.Data.Common;

namespace AiSre.Api.Settings;

/// <summary>
/// Where a database is: an Npgsql connection string (<c>Host=db;Username=ai_sre;Password=…;Database=ai_sre</c>) or an address
/// (<c>postgres://user:password@host:5432/database?sslmode=require</c>). Neither appears in an error's text, because both hold a password.
/// </summary>
internal static class PostgresAddress
{
    public static readonly ValueKind<string?> Kind = new(
        "Host=…;Username=…;Password=…;Database=… as Npgsql takes it, and postgres://user:password@host:port/database?sslmode=…", Parse);

    /// <summary>What libpq's parameters are called in Npgsql.</summary>
    private static readonly Dictionary<string, string> Parameters = new(StringComparer.OrdinalIgnoreCase)
    {
        ["sslmode"] = "SSL Mode",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["application_name"] = "Application Name",
        ["connect_timeout"] = "Timeout",
        ["target_session_attrs"] = "Target Session Attributes",
        ["options"] = "Options",
    };

    /// <summary>A connection string for Npgsql.</summary>
    private static string Parse(string text) =>
        text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase)
            ? FromAddress(text)
            : Checked(text);

    private static string Checked(string text)
    {
        try
        {
            var parts = new DbConnectionStringBuilder { ConnectionString = text };
            if (parts.ContainsKey("Host") || parts.ContainsKey("Server")) return text;
        }
        catch (ArgumentException)
        {
            // Its message quotes the text.
        }
        throw new WrongValueException();
    }

    private static string FromAddress(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Host.Length == 0) throw new WrongValueException("is no address");
        var parts = new DbConnectionStringBuilder { ["Host"] = address.Host.Trim('[', ']'), ["Port"] = address.Port < 0 ? 5432 : address.Port };
        var colon = address.UserInfo.IndexOf(':', StringComparison.Ordinal);
        var (user, password) = colon < 0 ? (address.UserInfo, "") : (address.UserInfo[..colon], address.UserInfo[(colon + 1)..]);
        if (user.Length > 0) parts["Username"] = Uri.UnescapeDataString(user);
        if (password.Length > 0) parts["Password"] = Uri.UnescapeDataString(password);
        if (address.AbsolutePath.Trim('/') is { Length: > 0 } database) parts["Database"] = Uri.UnescapeDataString(database);
        foreach (var parameter in address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = parameter.Split('=', 2) is [var n, var v] ? (n, Uri.UnescapeDataString(v)) : (parameter, "");
            if (!Parameters.TryGetValue(name, out var key))
                throw new WrongValueException($"has the parameter '{name}'", string.Join(", ", Parameters.Keys.Order(StringComparer.Ordinal)));
            // verify-full is VerifyFull there.
            parts[key] = key == "SSL Mode" ? value.Replace("-", "", StringComparison.Ordinal) : value;
        }
        return parts.ConnectionString;
    }
}
