namespace AiSre.Architecture.Tests;

public sealed class NameTests
{
    private static readonly Dictionary<string, string> Shared = new()
    {
        ["Program"] = "where a process starts, once a process",
        ["_Imports"] = "what the pages of a folder use, once a folder",
    };

    [Fact]
    public void Names_of_types_are_unique() => Violations.None("Names of several types",
        from type in House.Projects.SelectMany(House.Written)
        where !type.IsNested && !Shared.ContainsKey(type.Name)
        group type by type.Name.Split('`')[0] into same
        where same.Select(type => type.Namespace).Distinct().Count() > 1
        select $"{same.Key}: {string.Join(", ", same)}");
}
