using System.Collections.Immutable;
using System.Globalization;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Definitions.Notifications;

/// <summary>
/// The keys of a channel, whose values may come from the environment. Collects what is needed and not set. Values are not repeated in what is wrong
/// with them: more people read that than know the channel's secrets, one of which may stand at the wrong key.
/// </summary>
public sealed class ChannelFields
{
    /// <summary>What every channel may have.</summary>
    public static readonly ImmutableArray<string> Common = ["type", "per_second", "burst", "digest_after", "fallback"];

    private readonly string name;
    private readonly Fields fields;
    private readonly ReadingContext context;
    private readonly List<string> missing = [];

    internal ChannelFields(string name, Fields fields, ReadingContext context) => (this.name, this.fields, this.context) = (name, fields, context);

    /// <summary>The operator's files may name any address and read the environment; a workspace's own definitions may not.</summary>
    public bool IsTrusted => context.IsTrusted;

    public ImmutableArray<string> Missing => [.. missing.Distinct(StringComparer.Ordinal)];

    public ChannelSetting Setting(string key) => fields.Scalar(key) is { } scalar ? ChannelSetting.Read(scalar, context) : ChannelSetting.None;

    public void Wrong(string key, string message) => fields.Wrong(key, message);

    /// <summary>The channel cannot be used without it.</summary>
    public string? Needed(string key, string example)
    {
        fields.Need(key, example);
        return NeededIfGiven(key);
    }

    /// <summary>Without it the channel would do something else than its author wanted.</summary>
    public string? NeededIfGiven(string key)
    {
        var setting = Setting(key);
        if (setting is { IsGiven: true, Value: null }) Lacks(key, setting);
        return setting.Value;
    }

    public void Lacks(string key, ChannelSetting setting)
    {
        if (!context.IsTrusted) Wrong(key, $"'{key}' is empty.");
        missing.AddRange(setting.Variables.IsEmpty ? [key] : setting.Variables);
    }

    /// <summary>An address on the web; a workspace's own may only be https on its port, or what the operator allows.</summary>
    public string? Url(string key) => IsUrl(key, fields.PlaceOf(key), Setting(key).Value) ? Setting(key).Value : null;

    /// <summary>One value under <paramref name="forOne"/> is that of the default address; several have names, <c>default</c> among them.</summary>
    public ImmutableDictionary<string, string> ByName(string forOne, string forSeveral, string example, bool areUrls)
    {
        var values = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
        if (fields.Has(forOne) == fields.Has(forSeveral))
            Wrong(forOne,
                $"The channel '{name}' needs either '{forOne}', such as {example}, " +
                $"or '{forSeveral}' with a value for 'default' and each other name.");
        if (fields.Scalar(forOne) is { } one) Add(ChannelDefinition.DefaultAddress, one);
        if (fields.Node(forSeveral) is YamlMap map)
        {
            foreach (var (key, node) in map.Entries)
            {
                if (!context.IsName(key, "address")) continue;
                if (node is YamlScalar { IsNull: false } value) Add(key.Value, value);
                else context.Wrong(node.Place, $"'{key.Value}' is {node.Kind}; allowed is a single value.");
            }
            if (map.Entries.All(entry => !IsDefault(entry.Key.Value)))
                context.Wrong(map.Place, $"'{forSeveral}' needs 'default', which is used where nobody names another.");
        }
        else if (fields.Node(forSeveral) is { } node)
        {
            context.Wrong(node.Place, $"'{forSeveral}' is {node.Kind}; allowed is a value for each name, such as {{default: {example}}}.");
        }
        // A name whose variable is not set would lose what is sent to it: it is another name of the default address.
        if (values.TryGetValue(ChannelDefinition.DefaultAddress, out var shared) && fields.Node(forSeveral) is YamlMap all)
            foreach (var (key, _) in all.Entries) values.TryAdd(key.Value, shared);
        return values.ToImmutable();

        void Add(string address, YamlScalar scalar)
        {
            var setting = ChannelSetting.Read(scalar, context);
            if (setting.Value is { } value && (!areUrls || IsUrl(forOne, scalar.Place, value))) values[address] = value;
            else if (setting.Value is null && IsDefault(address)) Lacks(forOne, setting);
        }
    }

    public int? Whole(string key, int min, int max)
    {
        if (Setting(key).Value is not { } text) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max) return number;
        Wrong(key, $"'{key}' is something else; allowed are whole numbers from {min} to {max}.");
        return null;
    }

    public double? PerSecond()
    {
        if (Setting("per_second").Value is not { } text) return null;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is >= 0.001 and <= 1_000)
            return number;
        Wrong("per_second", "'per_second' is something else; allowed are numbers from 0.001 to 1000.");
        return null;
    }

    public string? Word(string key, params IReadOnlyList<string> allowed)
    {
        if (Setting(key).Value is not { } text) return null;
        if (allowed.Contains(text)) return text;
        Wrong(key, $"'{key}' is something else; {Spelling.Allowed(text, allowed)}");
        return null;
    }

    public string? Mailbox(string key, ChannelSetting setting)
    {
        if (setting.Value is not { } text || Mail.IsAddress(text)) return setting.Value;
        Wrong(key, $"'{key}' is no e-mail address; allowed is one such as sre@example.com.");
        return null;
    }

    public ImmutableArray<string> Mailboxes(string key)
    {
        var addresses = ImmutableArray.CreateBuilder<string>();
        foreach (var item in fields.Scalars(key, "sre@example.com"))
        {
            if (ChannelSetting.Read(item, context).Value is not { } text) continue;
            if (Mail.IsAddress(text)) addresses.Add(text);
            else context.Wrong(item.Place, $"An item of '{key}' is no e-mail address; allowed is one such as sre@example.com.");
        }
        return addresses.ToImmutable();
    }

    private static bool IsDefault(string address) => address.Equals(ChannelDefinition.DefaultAddress, StringComparison.OrdinalIgnoreCase);

    private bool IsUrl(string key, TextPlace place, string? text)
    {
        if (text is null) return false;
        var isWeb = Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.Host.Length > 0;
        if (isWeb
            && (context.IsTrusted
                || (address!.UserInfo is ""
                    && (address is { Scheme: "https", Port: 443, IsLoopback: false }
                        || context.Allowed.Contains(address.IdnHost, address.Port))))) return true;
        // The address itself is a secret more often than not.
        context.Wrong(place, context.IsTrusted
            ? $"'{key}' is no address; allowed is one that begins with https:// or http://."
            : $"'{key}' is not allowed; allowed is an address that begins with https://, on port 443, without a user and not of this machine.");
        return false;
    }
}
