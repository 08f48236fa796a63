using System.Collections.Immutable;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Definitions.OnCall;

/// <summary>One of <c>users</c>.</summary>
internal static class PersonReader
{
    public const string Admin = "admin";

    public static Person? Read(YamlScalar id, YamlNode node, ImmutableArray<PersonKey> keys, ReadingContext context)
    {
        var person = new Person { Id = id.Value };
        // Somebody may have no address but the shared ones.
        if (node is YamlScalar { IsNull: true }) return person;
        if (Fields.Of(node, $"The user '{id.Value}'", context, [.. keys.Select(key => key.Name), Admin]) is not { } fields) return null;
        foreach (var key in keys) person = person.At(key.Name, Address(fields, key));
        return person with { IsAdmin = fields.Flag(Admin) ?? false };
    }

    private static string? Address(Fields fields, PersonKey key)
    {
        if (fields.Text(key.Name) is not { } text) return null;
        if (key.IsRight(text)) return text;
        fields.Wrong(key.Name, $"'{key.Name}' is '{Spelling.Shown(text)}'; allowed is {key.Allowed}.");
        return null;
    }
}
