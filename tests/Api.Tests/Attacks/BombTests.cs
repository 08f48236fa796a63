using System.Net;
using System.Text;
using AiSre.Api.Tests.Edge;
using AiSre.Api.Tests.EndToEnd;
using AiSre.Api.Tests.Isolation;

namespace AiSre.Api.Tests.Attacks;

/// <summary>Every route that takes a body, with bodies that are made to break readers: it is always the sender's fault, and said so.</summary>
[Collection(OnSharedHost.Name)]
public sealed class BombTests(SharedHost shared)
{
    private static readonly (string Name, byte[] Body)[] Bombs =
    [
        ("nothing", []),
        ("a deep object", Bytes($"{Many("{\"a\":", 5_000)}1{Many("}", 5_000)}")),
        ("a deep list", Bytes($"{Many("[", 5_000)}{Many("]", 5_000)}")),
        ("half of a deep list", Bytes(Many("[", 100_000))),
        ("a huge number", Bytes("""{"title":1e999999999,"minutes":1e400,"limit":-1e400,"seq":1e300}""")),
        ("a long number", Bytes($$"""{"title":{{Many("9", 50_000)}},"minutes":{{Many("9", 400)}},"seq":{{Many("9", 40)}}}""")),
        ("a name twice", Bytes("""{"title":"a","title":"b","name":"a","name":"b","approved":true,"approved":false}""")),
        ("many names", Bytes($"{{{string.Join(',', Enumerable.Range(0, 20_000).Select(number => $"\"n{number}\":1"))}}}")),
        ("half a pair", Bytes("""{"title":"\ud800","text":"\udc00\ud800","message":"\ud800"}""")),
        ("broken UTF-8", [.. "{\"title\":\""u8, 0xff, 0xfe, 0xc3, 0x28, .. "\"}"u8]),
        ("another encoding", Encoding.Unicode.GetBytes("{\"title\":\"x\"}")),
        ("nothing but zeros", new byte[10_000]),
        ("a text", Bytes("\"text\"")),
        ("null", Bytes("null")),
        ("aliases of aliases", Bytes(Laughs())),
        ("a type of YAML", Bytes("!!python/object/apply:os.system [id]")),
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_route_that_takes_a_body_breaks_on_any()
    {
        var routes = MappedRoute.Of(shared.Host).Where(route => route is { TakesBody: true, IsPage: false, Method: "POST" or "PUT" }).ToList();
        Assert.True(routes.Count > 50, $"Only {routes.Count} routes were found.");
        var workspace = EmbeddedHost.NewWorkspace();
        var findings = new List<string>();
        var refused = 0;
        foreach (var route in routes)
        {
            var path = route.Fill(hole => hole == "workspace" ? workspace : hole == "exitCode" ? "3" : hole == "seq" ? "1" : "inc-0000000000000");
            foreach (var (name, body) in Bombs)
            {
                foreach (var type in (string[])["application/json", "application/yaml", "application/x-www-form-urlencoded"])
                {
                    using var request = new HttpRequestMessage(new(route.Method), path) { Content = new ByteArrayContent(body) };
                    request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
                    request.Headers.Add("X-API-Key", EdgeHost.Root);
                    request.Headers.Add("X-Workspace-Id", workspace);
                    request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
                    using var answer = await shared.Host.Client.SendAsync(request, Cancel);
                    if (answer.StatusCode >= HttpStatusCode.InternalServerError)
                        findings.Add($"{route.Name} as {type}, {name}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(Cancel)}");
                    if ((int)answer.StatusCode is >= 400 and < 500) refused++;
                }
            }
        }
        Assert.True(findings.Count == 0, string.Join('\n', findings));
        Assert.True(refused > routes.Count * Bombs.Length, $"Only {refused} were refused.");
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Many(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    private static string Laughs() => "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range(1, 12).Select(
        level => $"a{level}: &a{level} [{string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 9))}]\n"));
}
