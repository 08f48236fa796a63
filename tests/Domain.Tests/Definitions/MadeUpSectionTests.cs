using System.Collections.Immutable;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Tests.Definitions;

/// <summary>A section that only these tests know can do what every other can: here recipes, which teams cook.</summary>
public sealed class MadeUpSectionTests
{
    private static readonly DefinitionsReader Reader = new([.. DefinitionSections.Of(ChannelTypes.None), new RecipeSection()]);

    [Fact]
    public void It_is_read_and_found_under_its_key()
    {
        var known = Texts.Right(Read("recipes: {soup: {cook: OPS, from: \"09:00\"}}\nteams: {ops: {}}"));
        Assert.Equal([new("soup", "ops")], known.Of(RecipeSection.Key));
        Assert.Equal(["soup"], Reader.Summarize(known).Lines.Single(line => line.What == "recipes").Names);
        Assert.Empty(WorkspaceDefinitions.Empty.Of(RecipeSection.Key));
    }

    [Fact]
    public void It_defines_something_and_tells_nobody()
    {
        var known = Texts.Right(Read("recipes: {soup: }"));
        Assert.Equal((false, true), (known.IsEmpty, known.TellsNobody));
        Assert.Equal((true, true), (WorkspaceDefinitions.Empty.IsEmpty, WorkspaceDefinitions.Empty.TellsNobody));
        var told = Texts.Right(Read("teams: {ops: {}}"));
        Assert.Equal((false, false), (told.IsEmpty, told.TellsNobody));
    }

    [Theory]
    [InlineData("recipes: {soup: {cook: §osp}}\nteams: {ops: {}}", "There is no team 'osp'; did you mean 'ops'? Allowed: ops.")]
    [InlineData("recipes: {soup: {§salt: 1}}", "The recipe 'soup' has no key 'salt'; allowed: cook, from, trick.")]
    [InlineData("recipes: {soup: {trick: §\"${SALT}\"}}", "References to environment variables (${NAME}) are allowed below 'channels' only.")]
    [InlineData("§recipse: {}", "did you mean 'recipes'?")]
    public void What_is_wrong_with_it_is_told(string text, string says) => Texts.AssertProblems(text, says, Read);

    [Fact]
    public void It_has_a_folder_of_its_own()
    {
        Assert.Equal("kitchen", Reader.FolderOf("kitchen/a.yaml"));
        var reading = Reader.ReadFiles(Texts.Documents(("oncall/a.yaml", "recipes: {}")), _ => null);
        Assert.Equal("'recipes' belongs into kitchen/*.yaml.", Assert.Single(reading.Problems).Message);
    }

    [Fact]
    public void It_hides_what_it_wants_to() =>
        Assert.Equal("recipes:\n  soup:\n    trick: \"***\"\n", Reader.Redact(new("body", "recipes: {soup: {trick: more salt}}")).Text);

    [Fact]
    public void Two_of_one_name_and_one_that_needs_what_nobody_defines_do_not_start()
    {
        Assert.Contains("called 'recipes'", Refused(new RecipeSection(), new RecipeSection()), StringComparison.Ordinal);
        Assert.Contains("of the kind 'team', which no section defines", Refused(new RecipeSection()), StringComparison.Ordinal);
    }

    private static DefinitionsReading Read(string text) => Reader.ReadFiles(Texts.Documents(("all.yaml", text)), _ => null);

    private static string Refused(params DefinitionSection[] sections) =>
        Assert.Throws<ArgumentException>(() => new DefinitionsReader(sections)).Message;

    private sealed record Recipe(string Name, string? Cook);

    private sealed class RecipeSection() : DefinitionSection<ImmutableArray<Recipe>>(Key)
    {
        public static SectionKey<ImmutableArray<Recipe>> Key { get; } = new([], recipes => recipes.IsEmpty);

        public override string Name => "recipes";
        public override string Folder => "kitchen";
        public override string Defines => "recipe";
        public override ImmutableArray<string> Needs => [NameKind.Team];

        public override SummaryLine Summary(SectionValues values) => new(Name, [.. values.Of(Key).Select(recipe => recipe.Name)]);

        public override bool Hides(IReadOnlyList<string> path, YamlMap parent, string key) => key == "trick";

        protected override ImmutableArray<Recipe> Read(SectionTexts texts, ReadingContext context) =>
            [.. texts.Named(Name).Select(recipe => Read(recipe.Key, recipe.Value, context)).OfType<Recipe>()];

        private static Recipe? Read(YamlScalar name, YamlNode node, ReadingContext context)
        {
            if (node is YamlScalar { IsNull: true }) return new(name.Value, null);
            if (Fields.Of(node, $"The recipe '{name.Value}'", context, "cook", "from", "trick") is not { } fields) return null;
            _ = fields.Time("from");
            if (fields.Text("cook") is not { } cook) return new(name.Value, null);
            context.Names(NameKind.Team).Refer(cook, fields.PlaceOf("cook"));
            return new(name.Value, context.Names(NameKind.Team).Canonical(cook));
        }
    }
}
