using System.Net;
using System.Text.RegularExpressions;

namespace AiSre.Benchmarks.Tabs;

/// <summary>Loads a page as a browser does: compressed, and with what it names at the first time.</summary>
internal sealed partial class PageLoad(Uri server) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None, UseCookies = true })
    {
        BaseAddress = server, DefaultRequestHeaders = { { "Accept-Encoding", "gzip" } },
    };

    /// <param name="All">Bytes as transferred, with everything that the page names.</param>
    /// <param name="Script">Of these, scripts.</param>
    /// <param name="Document">Of these, the page itself.</param>
    public sealed record Weight(long All, long Script, long Document);

    public async Task<Weight> FirstAsync(string path)
    {
        var document = await AgainAsync(path);
        using var plain = new HttpClient { BaseAddress = server };
        var html = await plain.GetStringAsync(new Uri(path, UriKind.Relative));
        long all = document, script = 0;
        foreach (var asset in Asset().Matches(html).Select(match => match.Value).Distinct())
        {
            var size = await AgainAsync(asset);
            all += size;
            if (asset.EndsWith(".js", StringComparison.Ordinal)) script += size;
        }
        return new(all, script, document);
    }

    /// <returns>Bytes as transferred.</returns>
    public async Task<long> AgainAsync(string path)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadAsByteArrayAsync()).Length;
    }

    public void Dispose() => http.Dispose();

    [GeneratedRegex("/console/[.]assets/[^\"#]+")]
    private static partial Regex Asset();
}
