using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using AiSre.Api.Tests.Edge;
using AiSre.TestHost;

namespace AiSre.Api.Tests.Documents;

/// <summary>A block of a page as bash understands it, with a curl that only writes down what it was called with.</summary>
internal static class ShellBlock
{
    private const string Before = """
        set -eu -o pipefail
        curl() { printf '%s\0' "$@" >> requests; printf '\1\0' >> requests; }
        openssl() { printf '%s' 00112233445566778899aabbccddeeff0011223344556677; }

        """;

    /// <summary>What the block would have sent, in its order.</summary>
    public static async Task<IReadOnlyList<TypedRequest>> RequestsAsync(FencedBlock block)
    {
        using var folder = new TempFolder();
        folder.Write("shop.yaml", "users: {dana: {}}\n");
        var start = new ProcessStartInfo("bash", ["-c", Before + block.Text])
        {
            WorkingDirectory = folder.Path, RedirectStandardError = true, RedirectStandardOutput = true,
        };
        start.Environment["KEY"] = EdgeHost.Root;
        start.Environment["ALICE_KEY"] = EdgeHost.Ops;
        using var bash = Process.Start(start)!;
        var (errors, output) = (bash.StandardError.ReadToEndAsync(Cancel), bash.StandardOutput.ReadToEndAsync(Cancel));
        await bash.WaitForExitAsync(Cancel);
        Assert.True(bash.ExitCode is 0, $"{block}: bash ended with {bash.ExitCode}\n{await output}\n{await errors}");
        var written = folder.File("requests");
        if (!File.Exists(written)) return [];
        var calls = (await File.ReadAllTextAsync(written, Cancel)).Split("\u0001\0", StringSplitOptions.RemoveEmptyEntries);
        return [.. calls.Select(call => TypedRequest.Of(call.Split('\0')[..^1], folder.Path))];
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}

/// <summary>One call of curl.</summary>
/// <param name="Method">In capitals.</param>
/// <param name="Host">With its port, where it says one.</param>
/// <param name="Address">Path and query.</param>
/// <param name="Headers">As they were given.</param>
/// <param name="Body">Null without one.</param>
internal sealed record TypedRequest(string Method, string Host, string Address, IReadOnlyList<(string Name, string Value)> Headers, string? Body)
{
    /// <exception cref="InvalidOperationException">An option that no page has used yet.</exception>
    public static TypedRequest Of(string[] arguments, string folder)
    {
        var (method, address, body) = ((string?)null, "", (string?)null);
        var headers = new List<(string, string)>();
        for (var i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "-X": method = arguments[++i]; break;
                case "-H": headers.Add(Header(arguments[++i])); break;
                case "-d" or "--data-binary": body = Content(arguments[++i], folder); break;
                case "--retry": i++; break;
                case "-s" or "-f" or "-sf" or "-fsS" or "-sL" or "-N": break;
                case ['-', ..]: throw new InvalidOperationException($"curl {arguments[i]}");
                default: address = arguments[i]; break;
            }
        }
        var target = new Uri(address.Contains("://", StringComparison.Ordinal) ? address : $"http://{address}");
        return new(method ?? (body is null ? "GET" : "POST"), target.Authority, target.PathAndQuery, headers, body);

        static (string, string) Header(string line) => line.Split(": ", 2) is [var name, var value] ? (name, value) : (line, "");
    }

    /// <summary>As curl sends it: a body without a type is called a form.</summary>
    public HttpRequestMessage ToMessage()
    {
        var request = new HttpRequestMessage(new(Method), Address);
        if (Body is not null)
        {
            request.Content = new StringContent(Body, Encoding.UTF8);
            var type = Headers.FirstOrDefault(header => header.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)).Value;
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type ?? "application/x-www-form-urlencoded");
        }
        foreach (var (name, value) in Headers) request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    private static string Content(string given, string folder) => given is ['@', .. var file] ? File.ReadAllText(Path.Combine(folder, file)) : given;
}
