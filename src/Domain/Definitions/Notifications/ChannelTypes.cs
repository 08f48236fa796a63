using System.Collections.Immutable;
using AiSre.Domain.Definitions.OnCall;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Definitions.Notifications;

/// <summary>The types of channels that there are. Made at the start, which a type that does not fit stops.</summary>
public sealed class ChannelTypes
{
    private readonly ImmutableArray<ChannelType> all;
    private readonly ImmutableHashSet<string> secrets;

    /// <exception cref="ArgumentException">Two types, or two keys of a type, have one name, or a type says something that cannot be.</exception>
    public ChannelTypes(IEnumerable<ChannelType> types)
    {
        all = [.. types];
        foreach (var type in all) Check(type);
        RefuseTwice("types of channels", all.Select(type => type.Name));
        PersonKeys = [.. all.Select(type => type.Person).OfType<PersonKey>().Distinct()];
        RefuseTwice("addresses of people", PersonKeys.Select(key => key.Name).Append(PersonReader.Admin));
        secrets = [.. all.SelectMany(type => type.Keys).Where(key => key.IsSecret).Select(key => key.Name)];
    }

    /// <summary>Of a process that sends nothing.</summary>
    public static ChannelTypes None { get; } = new([]);

    public IEnumerable<string> Names => all.Select(type => type.Name);

    /// <summary>What users may be called in all of them. Types may share a key.</summary>
    public ImmutableArray<PersonKey> PersonKeys { get; }

    /// <summary>Null: there is no such type.</summary>
    public ChannelType? Named(string name) => all.FirstOrDefault(type => type.Name == name);

    /// <summary>The type that a channel names, else the one that is called like the channel.</summary>
    public ChannelType? OfChannel(string name, YamlNode definition) => Named(WrittenIn(definition)?.Value ?? name);

    /// <summary>What a definition says under <c>type</c>; null: nothing.</summary>
    public static YamlScalar? WrittenIn(YamlNode definition) =>
        definition is YamlMap map && map.Entries.FirstOrDefault(entry => entry.Key.Value == "type").Value is YamlScalar { IsNull: false } scalar
            ? scalar
            : null;

    /// <summary>Whether any of them keeps what is under a key secret.</summary>
    public bool IsSecret(string key) => secrets.Contains(key);

    private static void Check(ChannelType type)
    {
        if (type.Name is not { Length: > 0 } name || name == LogChannel.ChannelName
            || !name.All(letter => char.IsAsciiLetterLower(letter) || letter is '_'))
            throw new ArgumentException(
                $"'{type.Name}' is no name for a type of channel ({type.GetType().Name}): it has small letters, and 'log' is taken.");
        if (type.Keys.IsDefault) throw new ArgumentException($"The type of channel '{name}' does not say which keys it has.");
        RefuseTwice($"keys of the type of channel '{name}'", type.Keys.Select(key => key.Name).Concat(ChannelFields.Common));
        if (!(type.Rate.PerSecond > 0) || type.Rate.Burst < 1)
            throw new ArgumentException($"The type of channel '{name}' may never send: its rate is {type.Rate}.");
        if (!(type.NonCriticalRate.PerSecond > 0) || type.NonCriticalRate.Burst < 1)
            throw new ArgumentException($"The type of channel '{name}' may never send what is not critical: its rate is {type.NonCriticalRate}.");
        if (type.DigestAfter < 0)
            throw new ArgumentException($"The type of channel '{name}' has digests after {type.DigestAfter} messages; 0 means never.");
    }

    private static void RefuseTwice(string what, IEnumerable<string> names)
    {
        if (names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"Two {what} are called '{twice.Key}'.");
    }
}
