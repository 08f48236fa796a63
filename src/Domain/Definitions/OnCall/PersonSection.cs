using System.Collections.Immutable;
using AiSre.Domain.Definitions.Reading;

namespace AiSre.Domain.Definitions.OnCall;

/// <summary><c>users</c>.</summary>
/// <param name="addresses">What somebody may be called in the channels that there are.</param>
public sealed class PersonSection(ImmutableArray<PersonKey> addresses) : DefinitionSection<ImmutableDictionary<string, Person>>(Key)
{
    public static SectionKey<ImmutableDictionary<string, Person>> Key { get; } =
        new(ImmutableDictionary<string, Person>.Empty.WithComparers(StringComparer.OrdinalIgnoreCase), people => people.IsEmpty);

    public override string Name => "users";
    public override string Folder => "oncall";
    public override string Defines => NameKind.User;

    protected override ImmutableDictionary<string, Person> Read(SectionTexts texts, ReadingContext context) =>
        texts.Named(Name).Select(person => PersonReader.Read(person.Key, person.Value, addresses, context)).OfType<Person>()
            .ToImmutableDictionary(person => person.Id, StringComparer.OrdinalIgnoreCase);

    public override SummaryLine Summary(SectionValues values) =>
        new("people", [.. values.Of(Key).Values.Select(person => person.Id).Order(StringComparer.OrdinalIgnoreCase)]);
}
