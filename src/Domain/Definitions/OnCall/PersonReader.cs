using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Definitions.OnCall;

/// <summary>Below <c>users</c>.</summary>
internal static class PersonReader
{
    public static Person? Read(YamlScalar id, YamlNode node, ReadingContext context)
    {
        // Somebody may have no address but the shared ones.
        if (node is YamlScalar { IsNull: true }) return new() { Id = id.Value };
        if (Fields.Of(node, $"The user '{id.Value}'", context, "email", "slack", "pagerduty", "admin") is not { } fields) return null;
        return new()
        {
            Id = id.Value,
            Email = Checked(fields, "email", Mail.IsAddress, "an address such as dave@example.com"),
            Slack = Checked(fields, "slack", static id => id.Length > 1 && id[0] is 'U' or 'W' && id.All(char.IsAsciiLetterOrDigit), "a member id of Slack, which begins with U or W, such as U024BE7LH"),
            PagerDuty = Checked(fields, "pagerduty", static id => id.Length > 1 && id[0] is 'P' && id.All(char.IsAsciiLetterOrDigit), "a user id of PagerDuty, which begins with P, such as PXPGF42"),
            IsAdmin = fields.Flag("admin") ?? false,
        };
    }

    private static string? Checked(Fields fields, string key, Func<string, bool> isRight, string allowed)
    {
        if (fields.Text(key) is not { } text) return null;
        if (isRight(text)) return text;
        fields.Wrong(key, $"'{key}' is '{Spelling.Shown(text)}'; allowed is {allowed}.");
        return null;
    }
}
