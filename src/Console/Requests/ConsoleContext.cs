using System.Collections.Immutable;
using System.Globalization;
using AiSre.Domain;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace AiSre.Console.Requests;

/// <summary>One request to the console: who, where, when. Bind it as a parameter of a handler; components get it by cascade.</summary>
public sealed class ConsoleContext
{
    /// <summary>A page loads itself anew, because it has heard that something has changed.</summary>
    public const string LiveHeader = "X-Live";

    private readonly HttpContext http;
    private string? formToken;

    private ConsoleContext(HttpContext http)
    {
        this.http = http;
        var services = http.RequestServices;
        User = services.GetRequiredService<IConsoleDoor>().UserOf(http);
        var route = http.Request.RouteValues;
        Workspace = route["workspace"] as string ?? route["workspaceId"] as string ?? User.BoundWorkspace ?? DefaultWorkspace.Id;
        Now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        Look = ReaderLook.Of(http.Request);
        LastSaid = SaidSentence.Take(http);
    }

    public ConsoleUser User { get; }

    public string Workspace { get; }

    public DateTimeOffset Now { get; }

    /// <summary>Colours, density and time zone of the reader.</summary>
    public ReaderLook Look { get; }

    public DateTimeZone Zone => Look.Zone;

    /// <summary>What the form before this page did.</summary>
    internal SaidSentence? LastSaid { get; }

    public IQueryCollection Query => http.Request.Query;

    /// <summary>Of a page that loads itself anew: what it has heard of and shows already, as places of the feed. Null: none.</summary>
    public string? Heard => http.Request.Headers[LiveHeader] is [{ } places] ? places : null;

    /// <summary>Path and query of this page. A page that answers a form stands for the one that the form stood on.</summary>
    public string Here => BackAnswer.Of(http) ?? http.Request.Path + http.Request.QueryString.ToString();

    public string FormToken => formToken ??= http.RequestServices.GetRequiredService<IConsoleDoor>().FormToken(http);

    /// <summary>Scheme and host by which the reader came here.</summary>
    public string Origin => UriHelper.BuildAbsolute(http.Request.Scheme, http.Request.Host);

    public static ValueTask<ConsoleContext?> BindAsync(HttpContext http) => new(Of(http));

    internal static ConsoleContext Of(HttpContext http)
    {
        if (http.Features.Get<ConsoleContext>() is { } known) return known;
        var context = new ConsoleContext(http);
        http.Features.Set(context);
        return context;
    }

    /// <summary>The address of a page of this workspace; <paramref name="path"/> begins with a slash.</summary>
    public string Link(string path) => $"{ConsoleRoutes.Root}/{Workspace}{path}";

    /// <summary>The address of a page about this workspace itself; <paramref name="path"/> is empty or begins with a slash.</summary>
    public string About(string path = "") => $"{ConsoleRoutes.Workspaces}/{Workspace}{path}";

    /// <summary>The address of this page with one parameter of its query changed; null takes it out.</summary>
    public string With(string name, string? value)
    {
        var query = new QueryBuilder(Query.Where(pair => pair.Key != name && !pair.Key.StartsWith('_'))
            .SelectMany(pair => pair.Value, (pair, one) => KeyValuePair.Create(pair.Key, one ?? "")));
        if (value is not null) query.Add(name, value);
        return Here.Split('?')[0] + query.ToString();
    }

    /// <summary>A number of the query, where it is one of these; else the usual one.</summary>
    public int OneOf(string name, ImmutableArray<int> allowed, int usual) =>
        int.TryParse(Query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var asked) && allowed.Contains(asked) ? asked : usual;

    /// <summary>To the second, in the reader's zone.</summary>
    public string Instant(DateTimeOffset at) => Look.Exact(at);

    /// <summary>Shows a page.</summary>
    public IResult Show<TPage, TView>(TView view, int status = 200) where TPage : ConsolePage<TView> =>
        new HtmlAnswer(typeof(TPage), new() { [nameof(ConsolePage<>.View)] = view, [nameof(ConsolePage<>.Context)] = this }, status);

    /// <summary>After a form: back to the page that it stood on, or on to another, with a sentence that says what was done.</summary>
    public IResult Said(string sentence, string? to = null) => new SaidAnswer(new(sentence, Failed: false), Link("/incidents"), to);

    /// <summary>The same for what was not done, with why.</summary>
    public IResult Refused(string sentence, string? to = null) => new SaidAnswer(new(sentence, Failed: true), Link("/incidents"), to);

    /// <summary>There is nothing at this address.</summary>
    public IResult Missing(string sentence) => ConsoleAnswers.Lone(404, "Nothing is here", sentence, Link("/incidents"));
}
