using System.Collections.Frozen;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;

namespace AiSre.Console.Requests;

/// <summary>Style sheet, scripts and icons: embedded, compressed once, and kept by browsers for a year: their address names their content.</summary>
internal static class ConsoleAssets
{
    private const string Folder = ConsoleRoutes.Root + "/.assets";

    private static readonly FrozenDictionary<string, Asset> Known = Load();

    public static string Address(string name) => Known[name].Address;

    public static void MapAssets(this IEndpointRouteBuilder endpoints, ConsoleConventions conventions) => conventions.Open(
        endpoints.MapGet(Folder + "/{version}/{name}", Send).ExcludeFromDescription());

    private static async Task Send(string name, string version, HttpContext http)
    {
        var response = http.Response;
        if (!Known.TryGetValue(name, out var asset) || asset.Version != version)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        response.ContentType = asset.Type;
        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        response.Headers.Vary = "Accept-Encoding";
        var packed = http.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        if (packed) response.Headers.ContentEncoding = "gzip";
        var bytes = packed ? asset.Packed : asset.Plain;
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, http.RequestAborted);
    }

    private static FrozenDictionary<string, Asset> Load()
    {
        const string prefix = "assets/";
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(name => Asset.Read(name[prefix.Length..], assembly.GetManifestResourceStream(name)!)).ToFrozenDictionary(asset => asset.Name);
    }

    private sealed record Asset(string Name, string Version, string Type, byte[] Plain, byte[] Packed)
    {
        public string Address => $"{Folder}/{Version}/{Name}";

        public static Asset Read(string name, Stream stream)
        {
            using var plain = new MemoryStream();
            using (stream) stream.CopyTo(plain);
            var bytes = plain.ToArray();
            using var packed = new MemoryStream();
            using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize)) gzip.Write(bytes);
            return new(name, Convert.ToHexStringLower(SHA256.HashData(bytes))[..12], TypeOf(name), bytes, packed.ToArray());
        }

        private static string TypeOf(string name) => Path.GetExtension(name) switch
        {
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml",
            _ => "text/plain; charset=utf-8",
        };
    }
}
