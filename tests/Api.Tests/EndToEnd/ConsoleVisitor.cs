using System.Net;
using System.Text.RegularExpressions;
using AiSre.Api.Tests.Edge;
using AiSre.Console.Requests;

namespace AiSre.Api.Tests.EndToEnd;

/// <summary>Somebody at the console whose browser runs no script: it keeps cookies, follows redirects and sends the forms of its page.</summary>
internal sealed partial class ConsoleVisitor : IDisposable
{
    private readonly HttpClient client;
    private readonly string workspace;

    private ConsoleVisitor(Uri address, string workspace) =>
        (client, this.workspace) = (new(new SocketsHttpHandler()) { BaseAddress = address }, workspace);

    /// <summary>The page that is shown, as HTML.</summary>
    public string Html { get; private set; } = "";

    public HttpStatusCode Status { get; private set; }

    /// <summary>Where one is.</summary>
    public string Address { get; private set; } = "";

    /// <summary>What is read on the page, without its markup.</summary>
    public string Text => Spaces().Replace(WebUtility.HtmlDecode(Markup().Replace(Html, " ")), " ");

    public static async Task<ConsoleVisitor> SignInAsync(EmbeddedHost host, string workspace, string key = EdgeHost.Ops)
    {
        var visitor = new ConsoleVisitor(host.Addresses[0], workspace);
        await visitor.ShowAsync(new(HttpMethod.Post, "console/sign-in")
        {
            Content = new FormUrlEncodedContent([new("key", key), new("next", $"/console/{workspace}/incidents")]),
        });
        return visitor;
    }

    /// <summary>A page of the workspace, such as <c>/incidents</c>.</summary>
    public Task<ConsoleVisitor> GoAsync(string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"console/{workspace}{path}");
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        return ShowAsync(request);
    }

    /// <summary>Sends the page's form with this address: its hidden fields, and those that are named, which replace them.</summary>
    public Task<ConsoleVisitor> SendAsync(string action, params (string Name, string Value)[] fields)
    {
        var form = Forms().Matches(Html).Select(match => match.Value).First(form => AttributeOf(form, "action") == $"/console/{workspace}{action}");
        var hidden = Hidden().Matches(form).Select(input => (Name: AttributeOf(input.Value, "name"), Value: AttributeOf(input.Value, "value")));
        return ShowAsync(new(HttpMethod.Post, $"console/{workspace}{action}")
        {
            Content = new FormUrlEncodedContent(
                hidden.Where(field => !fields.Any(named => named.Name == field.Name)).Concat(fields)
                    .Select(field => KeyValuePair.Create(field.Name, field.Value))),
        });
    }

    /// <summary>Sends a form that no page has shown him, with the token of the page that is shown.</summary>
    public Task<ConsoleVisitor> PostAsync(string action)
    {
        var token = Hidden().Matches(Html).First(input => AttributeOf(input.Value, "name") == ConsoleForm.TokenField).Value;
        return ShowAsync(new(HttpMethod.Post, $"console/{workspace}{action}")
        {
            Content = new FormUrlEncodedContent([new(ConsoleForm.TokenField, AttributeOf(token, "value"))]),
        });
    }

    /// <summary>The value of a hidden field of the page.</summary>
    public string ValueOf(string name) =>
        Hidden().Matches(Html).Where(input => AttributeOf(input.Value, "name") == name).Select(input => AttributeOf(input.Value, "value")).First();

    /// <summary>An attribute of the page's main part.</summary>
    public string MainAttribute(string name) => AttributeOf(MainPart().Match(Html).Value, name);

    public void Dispose() => client.Dispose();

    private async Task<ConsoleVisitor> ShowAsync(HttpRequestMessage request)
    {
        using (request)
        using (var answer = await client.SendAsync(request))
        {
            (Html, Status) = (await answer.Content.ReadAsStringAsync(), answer.StatusCode);
            Address = answer.RequestMessage!.RequestUri!.PathAndQuery;
        }
        return this;
    }

    private static string AttributeOf(string tag, string name) =>
        WebUtility.HtmlDecode(Regex.Match(tag, $"\\s{Regex.Escape(name)}=\"([^\"]*)\"").Groups[1].Value);

    [GeneratedRegex("<form .*?</form>", RegexOptions.Singleline)]
    private static partial Regex Forms();

    [GeneratedRegex("<input type=\"hidden\"[^>]*>")]
    private static partial Regex Hidden();

    [GeneratedRegex("<main [^>]*>")]
    private static partial Regex MainPart();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Markup();

    [GeneratedRegex("\\s+")]
    private static partial Regex Spaces();
}
