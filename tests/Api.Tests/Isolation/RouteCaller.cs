using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AiSre.Api.Description;
using AiSre.Api.Tests.EndToEnd;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AiSre.Api.Tests.Isolation;

/// <summary>Somebody who calls routes by their samples: by his key, and on pages by the session that it opens.</summary>
internal sealed partial class RouteCaller : IDisposable
{
    private const string Said = "ai_sre_said";

    private readonly EmbeddedHost host;
    private readonly string? key;
    private readonly CookieContainer cookies = new();
    private readonly HttpClient client;
    private string? token;

    public RouteCaller(EmbeddedHost host, string? key)
    {
        (this.host, this.key) = (host, key);
        client = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies }) { BaseAddress = host.Addresses[0] };
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Opens a session, and takes a form's token from the first page.</summary>
    public async Task SignInAsync(string workspace)
    {
        using var entered = await client.PostAsync(
            "/console/sign-in", new FormUrlEncodedContent([new("key", key!), new("next", $"/console/{workspace}/incidents")]), Cancel);
        if (entered.StatusCode is not HttpStatusCode.SeeOther) return;
        token = Hidden(await client.GetStringAsync($"/console/{workspace}/system", Cancel)).First(field => field.Name == "_token").Value;
    }

    /// <param name="route">Which route.</param>
    /// <param name="sample">How it is called.</param>
    /// <param name="of">Whose things are named.</param>
    /// <param name="path">Another address than the sample's.</param>
    /// <param name="query">Beside the sample's, without a question mark.</param>
    /// <param name="workspace">In the header <c>X-Workspace-Id</c>.</param>
    public async Task<RouteAnswer> CallAsync(
        MappedRoute route, RouteSample sample, Belongings of, string? path = null, string? query = null, string? workspace = null)
    {
        var named = new Dictionary<string, string>();
        string Fill(string text) => Placeholder().Replace(text, hole => Take(hole.Groups[1].Value));
        string Take(string name)
        {
            if (of.IsThing(name)) named[name] = of[name];
            return of[name];
        }

        var address = AddressOf(route, sample, of);
        foreach (var hole in route.Holes) Take(ThingOf(route, sample, hole));
        var asked = string.Join('&', new[] { Fill(sample.Query).TrimStart('?'), query }.Where(part => !string.IsNullOrEmpty(part)));
        var target = $"{path ?? address}{(asked.Length == 0 ? "" : $"?{asked}")}";
        foreach (var (name, thing) in of.Things)
            if (target.Contains(thing, StringComparison.OrdinalIgnoreCase)) named[name] = thing;
        if (workspace is not null) named["header"] = workspace;
        using var request = new HttpRequestMessage(new(route.Method), Exactly(target));
        if (!route.IsPage && key is not null) request.Headers.Add("X-API-Key", key);
        if (workspace is not null) request.Headers.Add("X-Workspace-Id", workspace);
        foreach (var (name, value) in sample.Headers) request.Headers.TryAddWithoutValidation(name, Fill(value));
        request.Content = await ContentAsync(route, sample, Fill);
        using var answer = await client.SendAsync(
            request, sample.Streams ? HttpCompletionOption.ResponseHeadersRead : HttpCompletionOption.ResponseContentRead, Cancel);
        var body = sample.Streams && answer.IsSuccessStatusCode ? "" : await answer.Content.ReadAsStringAsync(Cancel);
        // It is for the next page, which is another call's.
        if (cookies.GetCookies(host.Addresses[0])[Said] is { } sentence) sentence.Expired = true;
        return new((int)answer.StatusCode, $"{WhereTo(answer)}{WhatWasSaid(answer)}{body}", named);
    }

    public static string AddressOf(MappedRoute route, RouteSample sample, Belongings of) =>
        route.Fill(hole => Uri.EscapeDataString(of[ThingOf(route, sample, hole)]));

    /// <summary>The same for the names only, for a message.</summary>
    public static string ThingOf(MappedRoute route, RouteSample sample, string hole) =>
        sample.With.FirstOrDefault(with => with.Hole == hole).Thing ?? Belongings.NameOf(route.Pattern, hole);

    public void Dispose() => client.Dispose();

    /// <summary>As it stands, with dots, slashes and escapes that a client would tidy up.</summary>
    private Uri Exactly(string target) =>
        new(
            host.Addresses[0].GetLeftPart(UriPartial.Authority) + target,
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    private async Task<HttpContent?> ContentAsync(MappedRoute route, RouteSample sample, Func<string, string> fill)
    {
        if (route.Method is "GET" or "HEAD" or "DELETE") return null;
        if (route.Pattern.StartsWith("/console", StringComparison.Ordinal))
        {
            var fields = sample.Form.Select(field => (field.Name, Value: fill(field.Value))).ToList();
            var hidden = sample.FormOf is { } page ? await HiddenOfAsync(fill(page), route) : [];
            fields.AddRange(hidden.Where(field => sample.Form.All(own => own.Name != field.Name)));
            if (fields.All(field => field.Name != "_token") && token is not null) fields.Add(("_token", token));
            return new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        }
        var example = route.Endpoint.Metadata.GetMetadata<RequestExample>();
        var text = sample.Body is { } body ? fill(body) : example is null ? null : Text(example);
        return text is null || !route.TakesBody
            ? null
            : new StringContent(text, Encoding.UTF8, sample.MediaType ?? example?.MediaType ?? "application/json");
    }

    private string Text(RequestExample example) => example.Value is string text
        ? text
        : JsonSerializer.Serialize(
            example.Value,
            host.Services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions.GetTypeInfo(example.Value.GetType()));

    /// <summary>What is hidden in the form of a page that is sent to a route; nothing where the reader has no such page.</summary>
    private async Task<List<(string Name, string Value)>> HiddenOfAsync(string page, MappedRoute route)
    {
        using var answer = await client.GetAsync(page, Cancel);
        var html = await answer.Content.ReadAsStringAsync(Cancel);
        var end = route.Pattern[(route.Pattern.LastIndexOf('/') + 1)..];
        var form = Forms().Matches(html).Select(match => match.Value)
            .FirstOrDefault(form => Regex.IsMatch(form, $"action=\"[^\"]*/{Regex.Escape(end)}(\\?[^\"]*)?\""));
        return form is null ? [] : Hidden(form);
    }

    private static List<(string Name, string Value)> Hidden(string html) =>
    [
        .. HiddenFields().Matches(html).Select(match => match.Value).Select(tag => (Attribute(tag, "name"), Attribute(tag, "value"))),
    ];

    private static string Attribute(string tag, string name) =>
        WebUtility.HtmlDecode(Regex.Match(tag, $"\\s{name}=\"([^\"]*)\"").Groups[1].Value);

    private static string WhereTo(HttpResponseMessage answer) =>
        answer.Headers.Location is { } location ? $"-> {location.OriginalString}\n" : "";

    /// <summary>The sentence for the next page: <c>!</c> where something was refused.</summary>
    private static string WhatWasSaid(HttpResponseMessage answer)
    {
        if (!answer.Headers.TryGetValues("Set-Cookie", out var set)) return "";
        var said = set.Select(cookie => cookie.Split(';')[0].Split('=', 2)).FirstOrDefault(pair => pair[0] == Said && pair[1].Length > 1)?[1];
        if (said is null) return "";
        var text = Uri.UnescapeDataString(said);
        return $"{text[0]} {Encoding.UTF8.GetString(Convert.FromHexString(text[1..]))}\n";
    }

    [GeneratedRegex("<([A-Za-z][A-Za-z0-9/-]*)>")]
    private static partial Regex Placeholder();

    [GeneratedRegex("<form .*?</form>", RegexOptions.Singleline)]
    private static partial Regex Forms();

    [GeneratedRegex("<input type=\"hidden\"[^>]*>")]
    private static partial Regex HiddenFields();
}
