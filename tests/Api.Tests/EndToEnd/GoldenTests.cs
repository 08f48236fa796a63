using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using AiSre.Api.Tests.Edge;

namespace AiSre.Api.Tests.EndToEnd;

/// <summary>
/// Every documented example, as a file in <c>Golden/</c>: what is sent first, the request, and the fields that its answer must have.
/// </summary>
[Collection(OnSharedHost.Name)]
public sealed partial class GoldenTests(SharedHost shared)
{
    public static TheoryData<string> Examples =>
        [.. Directory.GetFiles(Folder(), "*.json").Select(path => Path.GetFileNameWithoutExtension(path)).Order()];

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task A_documented_example_is_answered_as_documented(string example)
    {
        var golden = JsonElement.Parse(await File.ReadAllTextAsync(Path.Combine(Folder(), $"{example}.json"), TestContext.Current.CancellationToken));
        // Of what concerns the whole product, other tests decide too.
        await using var fresh = golden.TryGetProperty("fresh", out _) ? await EmbeddedHost.StartAsync() : null;
        var host = fresh ?? shared.Host;
        var workspace = EmbeddedHost.NewWorkspace();
        var incidents = new List<string>();
        if (golden.TryGetProperty("given", out var given))
        {
            foreach (var earlier in given.EnumerateArray())
            {
                var (status, answer) = await SendAsync(host, earlier, workspace, incidents);
                Assert.Equal(200, status);
                if (answer.TryGetProperty("incident_id", out var id) && id.ValueKind is JsonValueKind.String) incidents.Add(id.GetString()!);
            }
        }
        var (actualStatus, actual) = await SendAsync(host, golden.GetProperty("request"), workspace, incidents);
        Assert.Equal(golden.GetProperty("status").GetInt32(), actualStatus);
        Compare("$", JsonElement.Parse(Fill(golden.GetProperty("response").GetRawText(), workspace, incidents)), actual);
    }

    private static async Task<(int Status, JsonElement Answer)> SendAsync(
        EmbeddedHost host, JsonElement request, string workspace, List<string> incidents)
    {
        var headers = request.TryGetProperty("headers", out var named)
            ? named.EnumerateObject().Select(header => (header.Name, header.Value.GetString()!)).ToArray()
            : [];
        var body = request.TryGetProperty("body", out var json) ? json.GetRawText() : null;
        using var answer = await host.SendAsync(
            new HttpMethod(request.Text("method")!), Fill(request.Text("path")!, workspace, incidents), body, workspace, EdgeHost.Root, headers);
        return ((int)answer.StatusCode, await answer.JsonAsync());
    }

    private static string Fill(string text, string workspace, List<string> incidents)
    {
        text = text.Replace("<workspace>", workspace, StringComparison.Ordinal);
        for (var i = 0; i < incidents.Count; i++) text = text.Replace($"{{{i}}}", incidents[i], StringComparison.Ordinal);
        return text;
    }

    /// <summary>Objects may have more fields than documented, lists not more items, unless they end with "&lt;more&gt;".</summary>
    private static void Compare(string at, JsonElement golden, JsonElement actual)
    {
        switch (golden.ValueKind)
        {
            case JsonValueKind.Object:
                Assert.True(actual.ValueKind is JsonValueKind.Object, $"{at} is {actual.ValueKind}");
                foreach (var field in golden.EnumerateObject())
                {
                    Assert.True(actual.TryGetProperty(field.Name, out var value), $"{at}.{field.Name} is missing");
                    Compare($"{at}.{field.Name}", field.Value, value);
                }
                break;
            case JsonValueKind.Array:
                Assert.True(actual.ValueKind is JsonValueKind.Array, $"{at} is {actual.ValueKind}");
                if (golden.GetArrayLength() == 2 && golden[1].ValueKind is JsonValueKind.String && golden[1].GetString() is "<more>")
                {
                    Assert.NotEqual(0, actual.GetArrayLength());
                    foreach (var item in actual.EnumerateArray()) Compare($"{at}[]", golden[0], item);
                    break;
                }
                Assert.Equal(golden.GetArrayLength(), actual.GetArrayLength());
                for (var i = 0; i < golden.GetArrayLength(); i++) Compare($"{at}[{i}]", golden[i], actual[i]);
                break;
            case JsonValueKind.String when golden.GetString() is "<incident>":
                Assert.Matches(IncidentId(), actual.GetString());
                break;
            case JsonValueKind.String when golden.GetString() is "<time>":
                Assert.EndsWith("Z", actual.GetString());
                Assert.True(DateTimeOffset.TryParse(actual.GetString(), CultureInfo.InvariantCulture, out _), $"{at} is no time: {actual}");
                break;
            case JsonValueKind.String when golden.GetString() is "<number>":
                Assert.True(actual.ValueKind is JsonValueKind.Number, $"{at} is {actual.ValueKind}");
                break;
            case JsonValueKind.String when golden.GetString() is "<text>":
                Assert.False(string.IsNullOrEmpty(actual.GetString()), $"{at} is empty");
                break;
            default:
                Assert.True(JsonElement.DeepEquals(golden, actual), $"{at} is {actual}, documented is {golden}");
                break;
        }
    }

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "Golden");

    [GeneratedRegex("^inc-[0-9a-hjkmnp-tv-z]{13}$")]
    private static partial Regex IncidentId();
}
