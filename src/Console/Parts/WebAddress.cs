namespace AiSre.Console.Parts;

/// <summary>What comes from outside may be a link only if it leads to the web.</summary>
internal static class WebAddress
{
    public static bool Is(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https";
}
