using System.Collections.Immutable;
using System.Globalization;
using AiSre.Console.Requests;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Incidents;
using NodaTime;

namespace AiSre.Console.Incidents;

/// <summary>What the list is filtered by, as it stands in the address: names with values, in the order in which they were chosen.</summary>
public sealed record ListFilter(ImmutableArray<KeyValuePair<string, string>> Pairs)
{
    public const string State = "state", Severity = "severity", Team = "team", Service = "service", Namespace = "namespace", Source = "source",
        Cluster = "cluster", Node = "node", Owner = "owner", Text = "q", Since = "since", Until = "until", Flapping = "flapping",
        Silenced = "silenced", Group = "group";

    /// <summary>A team, or an owner: the reader's own.</summary>
    public const string Mine = "mine", Me = "me";

    /// <summary>Those that have none.</summary>
    public const string None = "none", Nobody = "nobody";

    public const string Any = "any", Yes = "yes";

    private const int MostPairs = 60;
    private const int Longest = 200;

    /// <summary>Of these several values can be chosen; one is enough.</summary>
    private static readonly ImmutableArray<string> Lists = [Severity, Team, Service, Namespace, Source];

    /// <summary>What a silence can match too.</summary>
    private static readonly ImmutableArray<string> Matched = [Severity, Service, Namespace, Source, Cluster, Node];

    private static readonly ImmutableArray<string> Singles =
        [State, Cluster, Node, Owner, Text, Since, Until, Flapping, Silenced, Group];

    public static ListFilter Empty { get; } = new([]);

    /// <summary>What stood in the address and means nothing, such as a time that is none: it filters nothing, and that must be said.</summary>
    public ImmutableArray<KeyValuePair<string, string>> NotUnderstood { get; init; } = [];

    /// <summary>Nothing but "not resolved", which is what the list shows by itself.</summary>
    public bool IsEmpty => Pairs.IsEmpty;

    /// <summary>As it stands in the address, with its question mark; empty without filters.</summary>
    public string Query => QueryString.Create(Pairs.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))).ToString();

    /// <summary>As the query of a new silence's form; null where a silence could not say the same.</summary>
    public string? Matchers
    {
        get
        {
            var named = Pairs.RemoveAll(pair => pair.Key is State);
            return named.IsEmpty || named.Any(pair => !Matched.Contains(pair.Key) || pair.Value == None)
                ? null
                : QueryString.Create(named.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))).ToString();
        }
    }

    public static ListFilter Of(IEnumerable<KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>> query) => Of(
        query.SelectMany(pair => pair.Value, (pair, value) => KeyValuePair.Create(pair.Key, value ?? "")));

    public static ListFilter Of(string? query) => Of(Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query));

    private static ListFilter Of(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var (filter, strange) = (Empty, ImmutableArray.CreateBuilder<KeyValuePair<string, string>>());
        foreach (var (name, value) in pairs)
        {
            var text = value.Trim();
            if (text.Length == 0 || filter.Has(name, text) || !(Lists.Contains(name) || (Singles.Contains(name) && filter[name] is null))) continue;
            if (filter.Pairs.Length < MostPairs && text.Length <= Longest && Means(name, text)) filter = new(filter.Pairs.Add(new(name, text)));
            else strange.Add(new(name, text));
        }
        return filter with { NotUnderstood = strange.ToImmutable() };
    }

    private static bool Means(string name, string value) => name switch
    {
        State => value is Any || IncidentPhases.Parse(value) is not null,
        ListFilter.Severity => Enum.GetValues<Severity>().Any(severity => Is(severity, value)),
        Since or Until => Instant(value, DateTimeOffset.UnixEpoch.AddYears(100), DateTimeZone.Utc) is not null,
        _ => true,
    };

    private static bool Is(Severity severity, string word) => severity.Name().Equals(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>The first value of a name, null without one.</summary>
    public string? this[string name] => All(name).FirstOrDefault();

    public IEnumerable<string> All(string name) => Pairs.Where(pair => pair.Key == name).Select(pair => pair.Value);

    public bool Has(string name, string value) =>
        Pairs.Any(pair => pair.Key == name && pair.Value.Equals(value, StringComparison.OrdinalIgnoreCase));

    public ListFilter Without(string name) => new(Pairs.RemoveAll(pair => pair.Key == name));

    public ListFilter Without(string name, string value) => new(Pairs.RemoveAll(pair => pair.Key == name && pair.Value == value));

    public ListFilter With(string name, string value) => new(Without(name).Pairs.Add(new(name, value)));

    /// <summary>Another value of a list, or away with it.</summary>
    public ListFilter Toggle(string name, string value) =>
        Has(name, value) ? new(Pairs.RemoveAll(pair => pair.Key == name && pair.Value.Equals(value, StringComparison.OrdinalIgnoreCase)))
        : new(Pairs.Add(new(name, value)));

    /// <param name="workspace">Whose incidents.</param>
    /// <param name="reader">Who reads.</param>
    /// <param name="ownTeams">The reader's teams.</param>
    /// <param name="now">What lengths of time count back from.</param>
    /// <param name="zone">Of instants that name none.</param>
    public BoardFilter ToBoard(string workspace, string reader, IReadOnlyCollection<string> ownTeams, DateTimeOffset now, DateTimeZone zone) => new()
    {
        Workspace = workspace,
        Phases = this[State] switch
        {
            Any => [IncidentPhase.Open, IncidentPhase.Acknowledged, IncidentPhase.Resolved],
            { } word when IncidentPhases.Parse(word) is { } phase => [phase],
            _ => [IncidentPhase.Open, IncidentPhase.Acknowledged],
        },
        Severities = [.. All(Severity).SelectMany(word => Enum.GetValues<Severity>().Where(severity => Is(severity, word)))],
        // Whoever is in no team has no incidents of his teams.
        Teams = [.. All(Team).SelectMany(team => team == Mine ? ownTeams.DefaultIfEmpty("\n") : [Value(team)])],
        Services = [.. All(Service).Select(Value)],
        Namespaces = [.. All(Namespace).Select(Value)],
        Sources = [.. All(Source).Select(Value)],
        Cluster = this[Cluster],
        Node = this[Node],
        Owner = this[Owner] switch { Nobody => BoardFilter.None, Me => reader, var owner => owner },
        Text = this[Text],
        Since = Instant(this[Since], now, zone),
        Until = Instant(this[Until], now, zone),
        OnlyFlapping = this[Flapping] is not null,
        OnlySilenced = this[Silenced] is not null,
        Group = this[Group],
    };

    /// <summary>How a value of a count stands in the address.</summary>
    public static string Word(string value) => value is BoardFilter.None ? None : value;

    private static string Value(string word) => word is None ? BoardFilter.None : word;

    /// <summary>24h, 7d: so long ago. Else an instant, in the reader's zone where it names none. Null for what is neither.</summary>
    internal static DateTimeOffset? Instant(string? text, DateTimeOffset now, DateTimeZone zone)
    {
        if (text is null) return null;
        if (text.Length is > 1 and < 6
            && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            // To the minute: what was found for one reader is found for all who ask in it.
            var minute = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute));
            if (text[^1] is 'h') return minute.AddHours(-count);
            if (text[^1] is 'd') return minute.AddDays(-count);
        }
        return FieldTimes.Local(text.Replace(' ', 'T'), zone) ?? FieldTimes.Exact(text);
    }
}
