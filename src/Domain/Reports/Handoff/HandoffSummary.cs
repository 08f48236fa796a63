namespace AiSre.Domain.Reports.Handoff;

/// <summary>The digest in a few sentences. What did not happen is not mentioned, but for incidents, of which no news is news.</summary>
internal static class HandoffSummary
{
    public static string Of(HandoffDigest digest) => string.Join(
        ' ', new[] { Movement(digest), Standing(digest), Escalated(digest), Acted(digest), Deployed(digest), Burning(digest), Duty(digest) }
            .OfType<string>());

    private static string Movement(HandoffDigest digest)
    {
        var (totals, hours) = (digest.Totals, Words.Count((long)(digest.To - digest.From).TotalHours, "hour"));
        if (totals is { Opened: 0, Reopened: 0, Resolved: 0 }) return $"In the last {hours} no incident opened and none was resolved.";
        var reopened = totals.Reopened > 0 ? $", {totals.Reopened} opened again" : "";
        return $"In the last {hours} {Words.Count(totals.Opened, "incident")} opened{reopened} and {Was(totals.Resolved)} resolved.";
    }

    private static string Standing(HandoffDigest digest)
    {
        var totals = digest.Totals;
        if (totals.OpenEnd == 0) return "Nothing is open.";
        var severities = totals.BySeverity.Where(one => one.OpenEnd > 0).Select(one => $"{one.OpenEnd} {one.Severity}").ToList();
        var unheld = totals.OpenEnd - totals.Acknowledged;
        var held = unheld > 0 ? $", {unheld} of them not acknowledged" : ", all of them acknowledged";
        return $"{totals.OpenEnd} {(totals.OpenEnd == 1 ? "is" : "are")} open now ({Words.List(severities)}){held}.";
    }

    private static string? Escalated(HandoffDigest digest) => digest.Escalations.Length is var count and > 0
        ? $"{Words.Count(count, "escalation")} reached level 2 or higher."
        : null;

    private static string? Acted(HandoffDigest digest)
    {
        var actions = digest.Actions;
        List<string> said = [];
        if (actions.Executed > 0) said.Add($"{Words.Count(actions.Executed, "action")} {(actions.Executed == 1 ? "was" : "were")} executed");
        if (actions.Failed > 0) said.Add($"{actions.Failed} failed");
        if (actions.Refused > 0) said.Add($"{actions.Refused} {(actions.Refused == 1 ? "was" : "were")} refused");
        if (actions.AwaitingApproval > 0)
            said.Add($"{actions.AwaitingApproval} {(actions.AwaitingApproval == 1 ? "waits" : "wait")} for an approval");
        if (said.Count == 0) return null;
        if (actions.Executed == 0) said[0] = $"Of actions {said[0]}";
        return $"{Words.List(said)}.";
    }

    private static string? Deployed(HandoffDigest digest) => digest.Deploys.Length is var count and > 0
        ? $"{Words.Count(count, "deploy")} went out."
        : null;

    private static string? Burning(HandoffDigest digest) => digest.Outlook.SlosAtRisk.Length is var count and > 0
        ? $"{Words.Count(count, "error budget")} {(count == 1 ? "is" : "are")} at risk."
        : null;

    private static string? Duty(HandoffDigest digest)
    {
        var nobody = digest.OnCall.Where(team => team.In is null).Select(team => team.Team).ToList();
        if (nobody.Count > 0) return $"Nobody is on call for {Words.List(nobody)}.";
        return digest.NextOnCall is [var next, ..]
            ? $"The next change on call is {next.Team} at {MarkdownText.Time(next.At)}: {next.Person ?? "nobody"}."
            : null;
    }

    private static string Was(long count) => count == 1 ? "1 was" : $"{count} were";
}
