using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Definitions;

/// <summary>
/// Gives an edited text its secrets back: where it says <c>***</c>, the secret in force at the same place is meant. Only in a thing that otherwise
/// says the same, its limits excepted: a secret must not follow an address to somewhere else. What stays <c>***</c> is refused by who reads it.
/// </summary>
internal sealed class KeptSecrets
{
    private static readonly JsonSerializerOptions Quoted = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ImmutableArray<DefinitionSection> sections;
    private readonly List<(TextPlace Place, string Secret)> found = [];

    private KeptSecrets(ImmutableArray<DefinitionSection> sections) => this.sections = sections;

    public static DefinitionDocument In(
        DefinitionDocument edited, ImmutableArray<DefinitionDocument> inForce, ImmutableArray<DefinitionSection> sections)
    {
        if (!edited.Text.Contains(ChannelSetting.Hidden, StringComparison.Ordinal) || YamlTree.Parse(edited, []) is not YamlMap root) return edited;
        var secrets = new KeptSecrets(sections);
        foreach (var document in inForce)
            if (YamlTree.Parse(document, []) is YamlMap before) secrets.Compare(root, before);
        return secrets.found.Count == 0 ? edited : edited with { Text = secrets.WrittenInto(edited.Text) };
    }

    private void Compare(YamlMap edited, YamlMap before)
    {
        foreach (var (section, things, old) in Both(edited, before))
        {
            if (sections.FirstOrDefault(known => known.Name == section) is not { } known) continue;
            if (things is not YamlMap named || old is not YamlMap oldNamed) continue;
            foreach (var (name, thing, was) in Both(named, oldNamed))
                if (SaysTheSame(known, thing, was, [name])) Collect(known, thing, was, [name], hidden: false);
        }
    }

    private static bool SaysTheSame(DefinitionSection section, YamlNode now, YamlNode was, ImmutableArray<string> path) => (now, was) switch
    {
        (YamlScalar one, YamlScalar other) => one.Value == other.Value,
        (YamlList one, YamlList other) => one.Items.Length == other.Items.Length
            && one.Items.Zip(other.Items).All(pair => SaysTheSame(section, pair.First, pair.Second, path)),
        (YamlMap one, YamlMap other) => Shown(section, one, path).SetEquals(Shown(section, other, path))
            && Both(one, other).All(both => !Counts(section, one, path, both.Key)
                || SaysTheSame(section, both.Now, both.Was, path.Add(both.Key))),
        _ => false,
    };

    private static HashSet<string> Shown(DefinitionSection section, YamlMap map, ImmutableArray<string> path) =>
        [.. map.Entries.Select(entry => entry.Key.Value).Where(key => Counts(section, map, path, key))];

    /// <summary>Not what nobody sees, and not how fast a channel is.</summary>
    private static bool Counts(DefinitionSection section, YamlMap map, ImmutableArray<string> path, string key) =>
        !section.Hides(path, map, key) && (path.Length > 1 || key is "type" || !ChannelFields.Common.Contains(key));

    private void Collect(DefinitionSection section, YamlNode now, YamlNode was, ImmutableArray<string> path, bool hidden)
    {
        switch (now, was)
        {
            case (YamlScalar { Value: ChannelSetting.Hidden } scalar, YamlScalar secret) when hidden:
                found.Add((scalar.Place, secret.Value));
                break;
            case (YamlList one, YamlList other):
                foreach (var (item, old) in one.Items.Zip(other.Items)) Collect(section, item, old, path, hidden);
                break;
            case (YamlMap one, YamlMap other):
                foreach (var (key, value, old) in Both(one, other))
                    Collect(section, value, old, path.Add(key), hidden || section.Hides(path, one, key));
                break;
        }
    }

    private static IEnumerable<(string Key, YamlNode Now, YamlNode Was)> Both(YamlMap now, YamlMap was) =>
        now.Entries.Join(was.Entries, entry => entry.Key.Value, entry => entry.Key.Value, (one, other) => (one.Key.Value, one.Value, other.Value));

    /// <summary>The last first, so that places before it stay right. Lines stay where they are.</summary>
    private string WrittenInto(string text)
    {
        var lines = text.Split('\n');
        foreach (var (place, secret) in found.OrderByDescending(one => (one.Place.Line, one.Place.Column)))
        {
            ref var line = ref lines[place.Line - 1];
            var (from, until) = (place.Column - 1, place.Column + 1 + ChannelSetting.Hidden.Length);
            // A scalar of stars is always in quotes: without them it would be an alias.
            if (until <= line.Length && line[(from + 1)..(until - 1)] == ChannelSetting.Hidden)
                line = line[..from] + JsonSerializer.Serialize(secret, Quoted) + line[until..];
        }
        return string.Join('\n', lines);
    }
}
