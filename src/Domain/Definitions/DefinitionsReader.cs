using System.Collections.Immutable;
using AiSre.Domain.Definitions.Escalation;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Definitions.OnCall;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Definitions;

/// <summary>
/// Turns YAML into definitions, or says everything that is wrong with it. Strict: a key that nobody knows or a name that nothing has is a mistake in who is told
/// at night, and is told by day.
/// </summary>
public static class DefinitionsReader
{
    /// <summary>Which sections belong into which folder; a document that belongs to none of them may have all.</summary>
    public static readonly ImmutableDictionary<string, ImmutableArray<string>> Folders = ImmutableDictionary<string, ImmutableArray<string>>.Empty
        .Add("oncall", ["teams", "users"]).Add("escalation", ["policies", "default"]).Add("notifications", ["routes", "channels"]);

    private static readonly string[] Sections = ["teams", "users", "policies", "default", "routes", "channels"];

    /// <summary>Where a file belongs: <c>oncall/teams.yaml</c>, and <c>oncall.yaml</c> or <c>oncall-teams.yaml</c> where there can be no folders.</summary>
    public static string? FolderOf(string file) => file.IndexOfAny(['/', '-', '.']) is > 0 and var end && Folders.ContainsKey(file[..end]) ? file[..end] : null;

    /// <summary>The folder that was probably meant; null when it is some other.</summary>
    public static string? FolderLike(string name) => Spelling.Nearest(name, Folders.Keys);

    /// <param name="documents">The operator's files.</param>
    /// <param name="environment">The value of an environment variable; null when it is not set.</param>
    public static DefinitionsReading ReadFiles(ImmutableArray<DefinitionDocument> documents, Func<string, string?> environment) => Read(documents, new(environment, AllowedTargets.Any));

    /// <summary>What a workspace has defined for itself: no environment, and https addresses only.</summary>
    /// <param name="documents">Its own.</param>
    /// <param name="allowed">Targets besides public https.</param>
    public static DefinitionsReading ReadOwn(ImmutableArray<DefinitionDocument> documents, AllowedTargets allowed) => Read(documents, new(null, allowed));

    private static DefinitionsReading Read(ImmutableArray<DefinitionDocument> documents, ReadingContext context)
    {
        var sections = new SectionList(context);
        foreach (var document in documents)
        {
            if (YamlTree.Parse(document, context.Problems.All) is not { } root) continue;
            var folder = FolderOf(document.Name) is { } name ? Folders[name] : default;
            if (!folder.IsDefault && root is YamlMap map)
            {
                // The wrong folder is another mistake than a wrong word.
                foreach (var (key, _) in map.Entries.Where(entry => Sections.Contains(entry.Key.Value) && !folder.Contains(entry.Key.Value)))
                    context.Wrong(key.Place, $"'{key.Value}' belongs into {Folders.First(candidate => candidate.Value.Contains(key.Value)).Key}/*.yaml.");
            }
            sections.Add(root, document.Name, Sections);
        }
        var definitions = Definitions(sections, context);
        return context.Problems.All.Count == 0 ? new(definitions, []) : new(null, context.Problems.Sorted(documents));
    }

    private static WorkspaceDefinitions Definitions(SectionList sections, ReadingContext context)
    {
        // Names first: a reference may stand before what it means.
        var (teams, people) = (sections.Named("teams", "team", context.Teams), sections.Named("users", "user", context.People));
        var (policies, channels) = (sections.Named("policies", "policy", context.Policies), sections.Named("channels", "channel", context.Channels));
        foreach (var section in Sections.Where(name => name is not "channels" || !context.IsTrusted))
            foreach (var node in sections.All(section)) context.RefuseReferences(node);

        var routes = new RouteReader(context);
        foreach (var node in sections.All("routes")) routes.Read(node);
        var defaults = sections.All("default").ToList();
        foreach (var second in defaults.Skip(1)) context.Wrong(second.Place, $"'default' is defined already, in {defaults[0].Place.File}, line {defaults[0].Place.Line}.");
        TeamReader.CheckServices(teams.Select(team => (team.Key.Value, team.Value)), context);
        var definitions = new WorkspaceDefinitions
        {
            People = ByName(people.Select(person => PersonReader.Read(person.Key, person.Value, context)).OfType<Person>(), person => person.Id),
            Teams = ByName(teams.Select(team => TeamReader.Read(team.Key, team.Value, context)).OfType<Team>(), team => team.Name),
            Policies =
            [
                .. policies.Select(policy => PolicyReader.Named(policy.Key, policy.Value, context)).OfType<EscalationPolicy>()
                    .OrderBy(policy => policy.Name, StringComparer.OrdinalIgnoreCase),
            ],
            DefaultPolicy = defaults.Count > 0 ? PolicyReader.Default(defaults[0], context) : null,
            Channels = ByName(channels.Select(channel => ChannelReader.Read(channel.Key, channel.Value, context)).OfType<ChannelDefinition>(), channel => channel.Name),
            Routes = routes.Routes,
        };
        context.Teams.CheckReferences(context.Problems);
        context.People.CheckReferences(context.Problems);
        context.Channels.CheckReferences(context.Problems, LogChannel.ChannelName);
        AddressCheck.Run(teams, definitions, context);
        return definitions;
    }

    private static ImmutableDictionary<string, T> ByName<T>(IEnumerable<T> things, Func<T, string> name) =>
        things.ToImmutableDictionary(name, StringComparer.OrdinalIgnoreCase);
}
