using System.Globalization;
using System.Text;
using AiSre.Domain.Tests.Alerts.Sources;

namespace AiSre.Deploy.Tests.Fuzz;

/// <summary>Requests to described routes, each wrong in one to four places. The same seed gives the same requests.</summary>
internal sealed class RequestMutator(IReadOnlyList<DescribedRoute> routes, int seed)
{
    private static readonly string[] Texts =
    [
        "", " ", "-1", "0", "2147483648", "9223372036854775808", "1e999", "NaN", "true", "null", "[]", "{}", "inc-", "%00", "%0d%0aX-A:%20b",
        "%ff%fe", "%ed%a0%80", "..%2f..%2f", "%F0%9F%94%A5", "%E2%80%AE", "*", "(a+)+$", "'%20OR%201=1--", "${x}", "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z", "2026-02-30", "%", "%zz", "&", "=", ";", "a,b,c", "\u00fc",
    ];

    private static readonly string[] Types =
    [
        "application/json", "application/json; charset=utf-16", "application/json; charset=nonsense", "text/plain", "text/yaml", "application/xml",
        "application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=x", ";;;", "", "application/problem+json",
    ];

    private static readonly string[] Headers =
    [
        "X-Source", "X-Workspace-Id", "X-Workspace-Name", "X-Request-Id", "Idempotency-Key", "webhook-id", "X-Api-Key", "Authorization", "Accept",
        "Content-Encoding", "Last-Event-ID", "Origin", "Range", "If-None-Match", "X-Slack-Signature", "X-Slack-Request-Timestamp", "traceparent",
        "X-Hub-Signature-256", "Expect-Nothing",
    ];

    private readonly BodyMutator bodies = new(seed);

    // A seeded generator is the point here: requests must repeat, and nothing secret comes of them.
#pragma warning disable CA5394
    private readonly Random random = new(seed);

    public FuzzRequest Next()
    {
        var route = routes[random.Next(routes.Count)];
        var workspace = string.Create(CultureInfo.InvariantCulture, $"fuzz-{random.Next(8)}");
        var (type, body) = Body(route);
        var path = Path(route);
        var headers = new StringBuilder($"X-Workspace-Id: {workspace}\r\n");
        if (type is not null) headers.Append("Content-Type: ").Append(type).Append("\r\n");
        foreach (var (place, name, example) in route.Parameters)
        {
            if (place == "header" && name is not ("X-Workspace-Id" or "X-Workspace-Name") && OneIn(4))
                headers.Append(name).Append(": ").Append(OneIn(2) ? example : HeaderText()).Append("\r\n");
        }
        if (OneIn(6)) headers.Append(Pick(Headers)).Append(": ").Append(HeaderText()).Append("\r\n");
        var broken = random.Next(12) == 0;
        return new(route, workspace, Frame(route.Method, path, headers.ToString(), body, broken), broken);
    }

    private string Path(DescribedRoute route)
    {
        var path = route.Path;
        foreach (var (place, name, example) in route.Parameters)
        {
            if (place == "path") path = path.Replace($"{{{name}}}", OneIn(3) ? Text() : example, StringComparison.Ordinal);
        }
        var query = new List<string>();
        foreach (var (place, name, example) in route.Parameters)
        {
            if (place != "query" || !OneIn(3)) continue;
            query.Add($"{name}={(OneIn(2) ? example : Text())}");
            if (OneIn(8)) query.Add($"{name}={Text()}");
        }
        if (OneIn(12)) query.Add($"{Text()}={Text()}");
        path = query.Count == 0 ? path : $"{path}?{string.Join('&', query)}";
        // A request line is ASCII and has no blanks in it; those that have are another test's.
        return string.Concat(path.Select(c => c is > ' ' and < '\u007f' ? c : '_'));
    }

    private (string? Type, byte[] Body) Body(DescribedRoute route)
    {
        if (route.Bodies.Count == 0) return OneIn(6) ? (Pick(Types), bodies.Next("{\"a\":{\"b\":[1,2]}}"u8.ToArray())) : (null, []);
        var (type, body) = route.Bodies[random.Next(route.Bodies.Count)];
        var mutated = random.Next(12) switch
        {
            0 => body,
            1 => [],
            2 => Encoding.UTF8.GetBytes($"{new string('[', random.Next(2_000))}{Encoding.UTF8.GetString(body)}"),
            3 => [.. body, .. body],
            4 => Encoding.Latin1.GetBytes(Encoding.UTF8.GetString(body) + "\u00fc"),
            5 => Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(body)),
            _ => bodies.Next(body),
        };
        return (OneIn(8) ? Pick(Types) : type, mutated);
    }

    /// <summary>With the right length, or in a chunk; or with what is no length.</summary>
    private byte[] Frame(string method, string path, string headers, byte[] body, bool broken)
    {
        var head = $"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{headers}";
        if (!broken && OneIn(20))
            return [.. Bytes($"{head}Transfer-Encoding: chunked\r\n\r\n{body.Length:x}\r\n"), .. body,
                .. body.Length == 0 ? "\r\n"u8 : "\r\n0\r\n\r\n"u8];
        if (!broken) return [.. Bytes($"{head}Content-Length: {body.Length}\r\n\r\n"), .. body];
        return random.Next(5) switch
        {
            0 => [.. Bytes($"{head}Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n"), .. body],
            1 => [.. Bytes($"{head}Transfer-Encoding: chunked\r\n\r\n-1\r\n"), .. body],
            2 => [.. Bytes($"{head}Content-Length: +{body.Length}\r\n\r\n"), .. body],
            3 => [.. Bytes($"{head}Content-Length: {body.Length},{body.Length}\r\n\r\n"), .. body],
            _ => Bytes($"{head}Content-Length: 99999999999999999999\r\n\r\n"),
        };
    }

    private string Text() => random.Next(12) switch
    {
        0 => new string(Pick(['x', '9', '[', 'Z']), random.Next(1, 3_000)),
        1 => random.NextInt64().ToString(CultureInfo.InvariantCulture),
        _ => Pick(Texts),
    };

    private string HeaderText() => random.Next(4) switch
    {
        0 => new string(Pick(['x', '\u00fc', '9']), random.Next(1, 2_000)),
        1 => "\u0080\u00ff",
        2 => "alertmanager",
        _ => Pick(Texts).Replace("\n", "", StringComparison.Ordinal),
    };

    private bool OneIn(int count) => random.Next(count) == 0;

    private T Pick<T>(T[] items) => items[random.Next(items.Length)];
#pragma warning restore CA5394

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}

/// <param name="Route">Where it goes.</param>
/// <param name="Workspace">Whose it is.</param>
/// <param name="Bytes">All of it.</param>
/// <param name="IsBroken">Nobody can tell where it ends, so its connection carries no other.</param>
internal sealed record FuzzRequest(DescribedRoute Route, string Workspace, byte[] Bytes, bool IsBroken);
