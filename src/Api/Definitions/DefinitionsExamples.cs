namespace AiSre.Api.Definitions;

/// <summary>What is sent and answered about definitions, as the description shows it.</summary>
internal static class DefinitionsExamples
{
    public const string Document =
        """
        teams:
          payments-team:
            services: [payments]
            time_zone: Europe/Berlin
            layers:
              - {name: week, members: [dave, eve], every: 1w, start: 2026-01-05, handoff: "09:00"}
        users:
          dave: {email: dave@example.com}
          eve: {email: eve@example.com}
        """;

    private static readonly RevisionResponse Revision = new(3, new(2026, 1, 15, 10, 30, 0, TimeSpan.Zero), "root", "api", ["body"], "5b1e0c7d9a42");

    private static readonly SummaryResponse Summary = new(
        ["payments-team"], ["dave", "eve"], [], "built_in", [], [new("slack", "slack", false, ["SLACK_BOT_TOKEN"])]);

    public static readonly DefinitionsResponse Shown = new("default", Revision, [new("body", Document)], Summary, null, []);

    public static readonly RevisionsResponse Revisions = new("default", [Revision], 1);

    public static readonly PutDefinitionsResponse Put = new(
        true, 3, true, Summary,
        ["critical: payments for payments-api; otherwise default (built in)", "high: default (built in)",
            "warning: pages nobody, the routes hear of it", "info: pages nobody, the routes hear of it"],
        ["No user is an admin (admin: true): when every level of an escalation is empty, nobody is told."]);
}
