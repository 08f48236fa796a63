using System.Collections.Immutable;
using System.Globalization;
using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions.Yaml;
using NodaTime;
using NodaTime.Text;

namespace AiSre.Domain.Definitions.Reading;

/// <summary>
/// The keys of one thing. Everything that is read is checked, and what is wrong becomes a problem at its place; the reader goes on with the default,
/// so that all problems are found at once.
/// </summary>
public sealed partial class Fields
{
    private readonly Dictionary<string, YamlNode> values = [];
    private readonly ReadingContext context;
    private readonly string what;

    private Fields(YamlMap map, string what, ReadingContext context) => (Place, this.what, this.context) = (map.Place, what, context);

    public TextPlace Place { get; }

    /// <param name="node">Where they should be.</param>
    /// <param name="what">What has them, at the beginning of a sentence.</param>
    /// <param name="context">What the readers share.</param>
    /// <param name="allowed">All of them; others are problems.</param>
    public static Fields? Of(YamlNode node, string what, ReadingContext context, params IReadOnlyList<string> allowed)
    {
        if (node is not YamlMap map)
        {
            context.Wrong(node.Place, $"{what} is {node.Kind}; allowed is a set of keys: {string.Join(", ", allowed)}.");
            return null;
        }
        var fields = new Fields(map, what, context);
        foreach (var (key, value) in map.Entries)
        {
            if (!allowed.Contains(key.Value))
                context.Wrong(key.Place, $"{what} has no key '{Spelling.Shown(key.Value)}'; {Spelling.Allowed(key.Value, allowed)}");
            else if (value is not YamlScalar { IsNull: true }) fields.values[key.Value] = value;
        }
        return fields;
    }

    public bool Has(string key) => values.ContainsKey(key);

    public YamlNode? Node(string key) => values.GetValueOrDefault(key);

    /// <summary>Where a key's value is; where the thing begins when it has none.</summary>
    public TextPlace PlaceOf(string key) => Node(key)?.Place ?? Place;

    public void Wrong(string key, string message) => context.Wrong(PlaceOf(key), message);

    public YamlScalar? Scalar(string key)
    {
        if (Node(key) is not { } node) return null;
        if (node is YamlScalar scalar) return scalar;
        context.Wrong(node.Place, $"'{key}' is {node.Kind}; allowed is a single value.");
        return null;
    }

    public string? Text(string key, int maxLength = 200)
    {
        if (Scalar(key) is not { } scalar) return null;
        if (scalar.Value.Length is > 0 && scalar.Value.Length <= maxLength && !scalar.Value.Any(char.IsControl)) return scalar.Value;
        context.Wrong(scalar.Place, $"'{key}' has 1 to {maxLength} characters, in one line.");
        return null;
    }

    /// <summary>The items of a list of single values; empty when there is none.</summary>
    public ImmutableArray<YamlScalar> Scalars(string key, string example)
    {
        if (Node(key) is not { } node) return [];
        if (node is not YamlList list)
        {
            context.Wrong(node.Place, $"'{key}' is {node.Kind}; allowed is a list, such as [{example}].");
            return [];
        }
        var items = ImmutableArray.CreateBuilder<YamlScalar>();
        foreach (var item in list.Items)
        {
            if (item is YamlScalar { IsNull: false, Value.Length: > 0 and <= 200 } scalar) items.Add(scalar);
            else context.Wrong(item.Place, $"The items of '{key}' are single values of 1 to 200 characters, such as {example}.");
        }
        return items.ToImmutable();
    }

    /// <summary>The items of a list of things; empty when there is none.</summary>
    public ImmutableArray<YamlNode> Items(string key)
    {
        if (Node(key) is not { } node) return [];
        if (node is YamlList list) return list.Items;
        context.Wrong(node.Place, $"'{key}' is {node.Kind}; allowed is a list.");
        return [];
    }

    public int? Whole(string key, int min, int max)
    {
        if (Scalar(key) is not { } scalar) return null;
        if (int.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
            return number;
        context.Wrong(scalar.Place, $"'{key}' is '{Spelling.Shown(scalar.Value)}'; allowed are whole numbers from {min} to {max}.");
        return null;
    }

    public double? Number(string key, double min, double max)
    {
        if (Scalar(key) is not { } scalar) return null;
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (double.TryParse(scalar.Value, style, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max) return number;
        context.Wrong(scalar.Place, FormattableString.Invariant(
            $"'{key}' is '{Spelling.Shown(scalar.Value)}'; allowed are numbers from {min} to {max}."));
        return null;
    }

    public bool? Flag(string key)
    {
        if (Scalar(key) is not { } scalar) return null;
        if (scalar.Value is "true" or "false") return scalar.Value is "true";
        context.Wrong(scalar.Place, $"'{key}' is '{Spelling.Shown(scalar.Value)}'; allowed are true and false.");
        return null;
    }

    public string? Word(string key, params IReadOnlyList<string> allowed)
    {
        if (Scalar(key) is not { } scalar) return null;
        if (allowed.Contains(scalar.Value)) return scalar.Value;
        context.Wrong(scalar.Place, $"'{key}' is '{Spelling.Shown(scalar.Value)}'; {Spelling.Allowed(scalar.Value, allowed)}");
        return null;
    }

    public LocalTime? Time(string key) => Parsed(key, TimeOfDay, "a time of day such as \"09:00\"");

    public LocalDate? Date(string key) => Parsed(key, LocalDatePattern.Iso, "a date such as 2024-12-23");

    /// <summary>None far outside of our time (<see cref="IsOfOurTime"/>).</summary>
    public LocalDateTime? DateTime(string key) =>
        Parsed(key, Minute, "a local time such as \"2026-05-25T12:00\"", IsOfOurTime);

    public string? Zone(string key)
    {
        if (Scalar(key) is not { } scalar) return null;
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(scalar.Value) is { } zone) return zone.Id;
        var near = Spelling.Nearest(scalar.Value, DateTimeZoneProviders.Tzdb.Ids) is { } name ? $"did you mean '{name}'? " : "";
        context.Wrong(
            scalar.Place,
            $"'{Spelling.Shown(scalar.Value)}' is no time zone; {near}Allowed are IANA names such as Europe/Berlin, America/New_York and UTC.");
        return null;
    }

    public ImmutableArray<Severity> Severities(string key) =>
        [.. Scalars(key, "critical, high").Select(item => SeverityOf(item, context)).OfType<Severity>().Distinct()];

    public static Severity? SeverityOf(YamlScalar word, ReadingContext context)
    {
        foreach (var severity in AllSeverities)
            if (severity.Name() == word.Value) return severity;
        context.Wrong(
            word.Place,
            $"'{Spelling.Shown(word.Value)}' is no severity; {Spelling.Allowed(word.Value, AllSeverities.Select(severity => severity.Name()))}");
        return null;
    }

    private static readonly Severity[] AllSeverities = [Severity.Critical, Severity.High, Severity.Warning, Severity.Info];

    /// <summary>How times of day are written.</summary>
    public static LocalTimePattern TimeOfDay { get; } = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    /// <summary>How stand-ins are written.</summary>
    public static LocalDateTimePattern Minute { get; } = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm");

    /// <summary>What is worked out from others may leave the calendar.</summary>
    public static bool IsOfOurTime(LocalDateTime local) => local.Year is >= 2000 and < 2100;

    private T? Parsed<T>(string key, IPattern<T> pattern, string allowed, Func<T, bool>? fits = null) where T : struct
    {
        if (Scalar(key) is not { } scalar) return null;
        if (pattern.Parse(scalar.Value) is { Success: true } parsed && fits?.Invoke(parsed.Value) is not false) return parsed.Value;
        context.Wrong(scalar.Place, $"'{key}' is '{Spelling.Shown(scalar.Value)}'; allowed is {allowed}.");
        return null;
    }

    /// <summary>For what cannot do without it.</summary>
    public void Need(string key, string example)
    {
        if (!Has(key)) context.Wrong(Place, $"{what} needs '{key}', such as {example}.");
    }
}
