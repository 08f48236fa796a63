using System.Text.Json;

namespace AiSre.Domain.Alerts.Sources;

/// <summary>
/// Tags of the form <c>key:value</c>, as a comma list or an array. A key may repeat (its values are joined) or have no value.
/// The first value of a key is the one that says what the alert is about.
/// </summary>
internal sealed class TagList
{
    private const int MostTags = 1000;
    private readonly Dictionary<string, string> first = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> joined = new(StringComparer.Ordinal);
    private int count;

    public void AddText(string? tags)
    {
        if (tags is null) return;
        foreach (var range in tags.AsSpan().Split(',')) AddTag(tags.AsSpan(range));
    }

    /// <summary>A comma list, an array of tags, or an object of names and values.</summary>
    public void AddJson(JsonElement tags)
    {
        switch (tags.ValueKind)
        {
            case JsonValueKind.String: AddTextOrJson(JsonText.Text(tags)!); break;
            case JsonValueKind.Array:
                foreach (var tag in tags.EnumerateArray().Take(MostTags)) AddItem(tag);
                break;
            case JsonValueKind.Object:
                foreach (var (name, value) in JsonFields.Of(tags).All.Take(MostTags))
                {
                    if (JsonFields.First(value) is { } text) Add(name, text);
                }
                break;
            default: break;
        }
    }

    public void Add(string name, string? value)
    {
        if (SignalLimits.Short(name) is not { } key || value is null || ++count > MostTags) return;
        if (first.TryAdd(key, value))
        {
            joined[key] = value;
            return;
        }
        var sofar = joined[key];
        if (sofar.Length < SignalLimits.MaxLabelText && !sofar.Split(',').Contains(value)) joined[key] = $"{sofar},{value}";
    }

    public string? First(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (first.TryGetValue(name, out var value) && value.Length > 0) return value;
        }
        return null;
    }

    public AlertSubject Subject() => KubernetesSubject.Of(Builder(first).Sorted());

    public LabelBuilder Labels() => Builder(joined);

    /// <summary>
    /// A tag as text, as an object of its name and its value or of several, or as a list of the two. What a template left open is none.
    /// </summary>
    private void AddItem(JsonElement tag)
    {
        switch (tag.ValueKind)
        {
            case JsonValueKind.Object when JsonFields.Loose(tag) is var pair && pair.Scalar("tag", "key", "name", "title") is { } name:
                AddFilled(name, pair.Scalar("value", "val") ?? "");
                break;
            case JsonValueKind.Object:
                AddJson(tag);
                break;
            case JsonValueKind.Array when tag.GetArrayLength() == 2 && JsonText.Scalar(tag[0]) is { } name:
                AddFilled(name, JsonText.Scalar(tag[1]) ?? "");
                break;
            default:
                if (JsonText.Scalar(tag) is { } text && !Placeholder.Is(text)) AddTag(text);
                break;
        }
    }

    private void AddFilled(string name, string value)
    {
        if (!Placeholder.Is(value)) Add(name, value);
    }

    // Zabbix prints its tags as JSON in a text.
    private void AddTextOrJson(string tags)
    {
        if (tags.AsSpan().TrimStart() is ['[' or '{', ..])
        {
            try
            {
                if (JsonElement.Parse(tags) is { ValueKind: not JsonValueKind.String } parsed)
                {
                    AddJson(parsed);
                    return;
                }
            }
            catch (JsonException)
            {
                // A text that only begins like JSON.
            }
        }
        AddText(tags);
    }

    private void AddTag(ReadOnlySpan<char> tag)
    {
        tag = tag.Trim();
        if (tag.IsEmpty) return;
        var colon = tag.IndexOf(':');
        if (colon > 0) Add(tag[..colon].ToString(), tag[(colon + 1)..].Trim().ToString());
        else Add(tag.ToString(), "");
    }

    private static LabelBuilder Builder(Dictionary<string, string> tags)
    {
        var labels = new LabelBuilder();
        foreach (var (name, value) in tags) labels.Add(name, value);
        return labels;
    }
}
