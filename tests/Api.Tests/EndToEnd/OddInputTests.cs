using System.Net;
using System.Net.Http.Headers;
using System.Text;
using AiSre.Api.Security;
using AiSre.Api.Tests.Edge;

namespace AiSre.Api.Tests.EndToEnd;

/// <summary>What is read well and means nothing: nulls in lists, dates at the ends of the calendar, bodies that stop in the middle.</summary>
[Collection(OnSharedHost.Name)]
public sealed class OddInputTests(SharedHost shared)
{
    private readonly EmbeddedHost host = shared.Host;
    private readonly Guest guest = new(shared.Host);

    [Theory]
    [InlineData("POST", "/slo/x/events", """{"events":[null]}""", "events", "0")]
    [InlineData("POST", "/workspaces/default/keys", """{"name":"a","role":"admin","scopes":[null]}""", "scopes", "0")]
    [InlineData("PUT", "/autonomy/settings", """{"allowed_namespaces":["shop",null]}""", "allowed_namespaces", "1")]
    public async Task A_null_in_a_list_is_named(string method, string path, string body, string list, string index)
    {
        using var answer = await host.SendAsync(new(method), path, body, guest.Workspace);
        var problem = await answer.ProblemAsync(422, "validation_error");
        Assert.Contains($"\"{list}\"", problem.ToString(), StringComparison.Ordinal);
        Assert.Contains($"\"{index}\"", problem.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"starts_at":"9999-12-31T23:59:59Z","schedule":{"from":"08:00","to":"10:00","time_zone":"UTC"}""")]
    [InlineData("""{"schedule":{"from":"08:00","to":"10:00","time_zone":"Asia/Tokyo","starts_on":"9999-12-31"}""")]
    [InlineData("""{"starts_at":"0001-01-01T00:00:00Z","schedule":{"from":"08:00","to":"07:00","time_zone":"America/New_York"}""")]
    public async Task A_schedule_at_the_ends_of_the_calendar_is_an_answer(string silence)
    {
        using var answer = await guest.PostAsync("/silences", silence + ""","matchers":[{"name":"service","value":"x"}]}""");
        Assert.InRange((int)answer.StatusCode, 200, 422);
    }

    [Fact]
    public async Task A_key_that_ends_with_the_calendar_is_rotated_and_shown_east_of_it()
    {
        await guest.IncidentAsync();
        var keys = $"/workspaces/{guest.Workspace}/keys";
        using var made = await guest.PostAsync(keys, """{"name":"for-ever","role":"viewer","expires_at":"9999-12-31T23:59:59Z"}""");
        Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync());
        var id = (await made.JsonAsync()).At("details").Text("id");
        using var rotated = await guest.PostAsync($"{keys}/{id}/rotate");
        Assert.InRange((int)rotated.StatusCode, 200, 201);
        using var dana = await ConsoleVisitor.SignInAsync(host, guest.Workspace, EdgeHost.Root);
        await dana.GoAsync($"/../workspaces/{guest.Workspace}/keys", ("Cookie", "ai_sre_zone=Europe/Berlin"));
        Assert.Equal(HttpStatusCode.OK, dana.Status);
        Assert.Contains("31 Dec 9999", dana.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/incidents?since=0000-01-01T00:00", "UTC")]
    [InlineData("/incidents?since=0001-01-01T00:00:00%2B14:00", "UTC")]
    [InlineData("/incidents?until=9999-12-31T23:59", "America/Los_Angeles")]
    [InlineData("/incidents?until=2026-05-25T12:00", "UTC+18")]
    [InlineData("/incidents.csv?since=0000-01-01T00:00", "UTC")]
    public async Task A_time_in_an_address_may_be_any_text(string path, string zone)
    {
        using var dana = await ConsoleVisitor.SignInAsync(host, guest.Workspace);
        await dana.GoAsync(path, ("Cookie", $"ai_sre_zone={zone}"));
        Assert.Equal(HttpStatusCode.OK, dana.Status);
    }

    [Fact]
    public async Task Who_is_signed_in_is_led_on_to_any_page_of_ours()
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = host.Addresses[0] };
        using var form = new FormUrlEncodedContent([new("key", EdgeHost.Ops)]);
        using var entered = await client.PostAsync(new Uri("console/sign-in", UriKind.Relative), form);
        using var led = await client.GetAsync(new Uri("console/sign-in?next=/console/%C3%BC", UriKind.Relative));
        Assert.Equal((HttpStatusCode.Redirect, "/console/%C3%BC"), (led.StatusCode, led.Headers.Location?.OriginalString));
    }

    [Fact]
    public async Task A_form_that_ends_too_soon_is_a_bad_request()
    {
        using var content = new ByteArrayContent("abc"u8.ToArray());
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
        using var answer = await host.Client.PostAsync(new Uri("console/sign-in", UriKind.Relative), content);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("nonsense", "{}", 415, "unsupported_media_type")]
    [InlineData("utf-8", """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"name":"\udc00"}}""", 400, "invalid_encoding")]
    public async Task Tools_take_text_in_one_encoding(string encoding, string body, int status, string error)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Content.Headers.ContentType!.CharSet = encoding;
        request.Headers.Add("X-API-Key", EdgeHost.Root);
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
        using var answer = await host.Client.SendAsync(request);
        await answer.ProblemAsync(status, error);
    }

    [Fact]
    public void A_name_is_not_cut_in_the_middle_of_a_character() =>
        Assert.Equal(new string('a', 127), WorkspaceId.CleanName(new string('a', 127) + "🔥"));
}
