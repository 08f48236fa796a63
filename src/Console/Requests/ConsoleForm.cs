using System.Globalization;
using NodaTime;

namespace AiSre.Console.Requests;

/// <summary>What somebody has sent by a form. Bind it as a parameter of a handler.</summary>
public sealed class ConsoleForm
{
    /// <summary>The field that proves that the form is ours.</summary>
    public const string TokenField = "_token";

    /// <summary>The field with the page that the form stood on.</summary>
    public const string BackField = "_back";

    private readonly IFormCollection fields;

    private ConsoleForm(IFormCollection fields) => this.fields = fields;

    public IEnumerable<string> Names => fields.Keys;

    public static async ValueTask<ConsoleForm?> BindAsync(HttpContext http) => await Of(http);

    internal static async ValueTask<ConsoleForm> Of(HttpContext http) => new(await FieldsOf(http));

    /// <exception cref="BadHttpRequestException">It says that it is a form, and is none.</exception>
    internal static async ValueTask<IFormCollection> FieldsOf(HttpContext http)
    {
        try
        {
            return http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : FormCollection.Empty;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException and not BadHttpRequestException)
        {
            http.RequestAborted.ThrowIfCancellationRequested();
            throw new BadHttpRequestException(
                "The form cannot be read: it ends too soon, has too many fields, or a name or a value that is too long.", exception);
        }
    }

    /// <summary>Without space around it; null when there is nothing else.</summary>
    public string? Text(string name) => fields.TryGetValue(name, out var values) && values is [{ } text, ..] && !string.IsNullOrWhiteSpace(text)
        ? text.Trim()
        : null;

    /// <summary>As it was sent, with browsers' line ends made ours: for documents.</summary>
    public string Lines(string name) =>
        fields.TryGetValue(name, out var values) && values is [{ } text, ..] ? text.ReplaceLineEndings("\n") : "";

    /// <summary>Every value that is not empty, in order.</summary>
    public IReadOnlyList<string> All(string name) =>
        fields.TryGetValue(name, out var values) ? [.. values.Where(value => !string.IsNullOrEmpty(value)).Select(value => value!)] : [];

    public bool IsOn(string name) => fields.ContainsKey(name);

    /// <summary>Null when it is no whole number.</summary>
    public int? Whole(string name) =>
        int.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>What a field for date and time holds, which is in the reader's zone; null when it is none.</summary>
    public DateTimeOffset? Instant(string name, DateTimeZone zone) => Text(name) is { } text ? FieldTimes.Local(text, zone) : null;
}
