namespace AiSre.Console.Connect;

/// <summary>
/// How a tool is told to send its alerts here. In its texts <c>{url}</c> stands for the address of the webhook, <c>{login}</c> for the same with
/// the key as basic password, <c>{base}</c> and <c>{host}</c> for the platform's address and host, <c>{key}</c> for the key.
/// </summary>
/// <param name="Source">What its deliveries are called.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Where">Where the lines belong, to be read after "Paste this into".</param>
/// <param name="Lines">What is pasted.</param>
/// <param name="Then">What is left to do.</param>
public sealed record ToolGuide(string Source, string Name, string Where, string Lines, string? Then = null)
{
    public const string KeyPlaceholder = "<ingest-key>";

    /// <summary>A command that makes it send something now.</summary>
    public string? Try { get; init; }

    /// <summary>A tool that sets headers of its own.</summary>
    public static ToolGuide WithHeader(string source, string name, string where, string? then = null) =>
        new(source, name, where, "URL:     {url}\nMethod:  POST\nHeader:  X-API-Key: {key}", then);

    /// <summary>A tool that takes an address and nothing else.</summary>
    public static ToolGuide WithLogin(string source, string name, string where, string? then = null) => new(source, name, where, "{login}", then);

    /// <param name="text">One of the texts above.</param>
    /// <param name="address">The platform's, without a slash at the end.</param>
    public string In(string text, string address)
    {
        var at = new Uri(address);
        var path = $"/webhook?source={Source}";
        return text
            .Replace("{url}", address + path, StringComparison.Ordinal)
            .Replace("{login}", $"{at.Scheme}://any:{{key}}@{at.Authority}{at.AbsolutePath.TrimEnd('/')}{path}", StringComparison.Ordinal)
            .Replace("{base}", address, StringComparison.Ordinal)
            .Replace("{scheme}", at.Scheme, StringComparison.Ordinal)
            .Replace("{host}", at.Authority, StringComparison.Ordinal)
            .Replace("{key}", KeyPlaceholder, StringComparison.Ordinal);
    }
}
