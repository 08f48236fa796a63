using System.Globalization;
using System.Net;
using AiSre.Domain.Definitions.Reading;

namespace AiSre.Api.Settings;

/// <summary>What the text of a setting means.</summary>
/// <param name="Allowed">To be read after "allowed are".</param>
/// <param name="Parse">Throws a <see cref="WrongValueException"/> for what is not allowed.</param>
public sealed record ValueKind<T>(string Allowed, Func<string, T> Parse);

/// <summary>The kinds that several settings share, and the short ones.</summary>
internal static class ValueKinds
{
    private const string WebAddresses = "addresses that start with http:// or https://";

    public static readonly ValueKind<bool> Flag =
        new("true and false", static text => bool.TryParse(text, out var flag) ? flag : throw new WrongValueException());

    public static readonly ValueKind<string> Folder = new("paths of folders", static text => text);

    /// <summary>The beginning of addresses, without a slash at its end.</summary>
    public static readonly ValueKind<string> WebBase = new(WebAddresses, static text =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https")
            ? text.TrimEnd('/')
            : throw new WrongValueException());

    public static readonly ValueKind<Uri?> WebAddress = new(WebAddresses, static text =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https") ? address : throw new WrongValueException());

    public static readonly ValueKind<IPAddress?> HostAddress = new("IP addresses at which the other processes reach this one", static text =>
        IPAddress.TryParse(text, out var address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any)
            ? address
            : throw new WrongValueException());

    public static readonly ValueKind<string> ClusterId = new("1 to 64 letters, digits, '-', '_' and '.'", static text =>
        text.Length <= 64 && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') ? text : throw new WrongValueException());

    public static readonly ValueKind<LogFormat> LogFormat = new("text and json", static text => text switch
    {
        "text" => Settings.LogFormat.Text,
        "json" => Settings.LogFormat.Json,
        _ => throw new WrongValueException(),
    });

    public static readonly ValueKind<AllowedTargets> Targets =
        new("host:port such as chat.internal:8443 and 10.0.0.7:80, with commas between several", static text =>
        AllowedTargets.TryParse(text, out var targets, out var wrong) ? targets : throw new WrongValueException($"has '{wrong}'"));

    public static ValueKind<string?> OneOf(params string[] words) => new(
        $"{string.Join(", ", words[..^1])} and {words[^1]}", text => words.Contains(text) ? text : throw new WrongValueException());

    public static ValueKind<string?> Text(string allowed) => new(allowed, static text => text);

    public static ValueKind<int> Whole(int min, int max) => new(FormattableString.Invariant($"whole numbers from {min} to {max}"), text =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) && whole >= min && whole <= max
            ? whole
            : throw new WrongValueException());

    /// <summary>For a setting whose default depends on others.</summary>
    public static ValueKind<T?> OrNull<T>(this ValueKind<T> kind) where T : struct => new(kind.Allowed, text => kind.Parse(text));
}
