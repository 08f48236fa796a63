using System.Collections.Immutable;
using AiSre.Domain.Definitions.Yaml;
using NodaTime;

namespace AiSre.Domain.Definitions.Reading;

/// <summary>Days of the week: <c>[mon, tue]</c>, or <c>all</c>.</summary>
public static class Days
{
    private static readonly string[] Words = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    /// <summary>Empty for every day.</summary>
    public static ImmutableArray<IsoDayOfWeek> Read(Fields fields, ReadingContext context)
    {
        if (fields.Node("days") is YamlScalar { Value: "all" }) return [];
        var days = ImmutableArray.CreateBuilder<IsoDayOfWeek>();
        foreach (var item in fields.Scalars("days", "mon, tue"))
        {
            var index = Array.IndexOf(Words, item.Value);
            if (index >= 0) days.Add((IsoDayOfWeek)(index + 1));
            else context.Wrong(item.Place, $"'{Spelling.Shown(item.Value)}' is no day; {Spelling.Allowed(item.Value, Words)}");
        }
        return [.. days.Distinct().Order()];
    }
}
