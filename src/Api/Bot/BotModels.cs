namespace AiSre.Api.Bot;

/// <param name="Message">What is asked or wanted, in plain words; 1 to 2,000 characters.</param>
/// <param name="IncidentId">What it is about, where the message does not say.</param>
/// <param name="AutoApply">What is wanted is done, as far as the guard lets it; without it the bot says what would be done.</param>
/// <param name="Ai">A chat model, where one is configured and allowed, says the answer to a question more readably.</param>
public sealed record BotRequest(string Message, string? IncidentId = null, bool AutoApply = false, bool Ai = false);

/// <param name="Reply">For people.</param>
/// <param name="Intent">diagnose, on_call, changes, explain_grouping, similar, restart, scale, acknowledge or unknown.</param>
/// <param name="IncidentId">The incident that it is about; null: none.</param>
/// <param name="SuggestedActions">What could be done, and what the guard says to it.</param>
/// <param name="Applied">What was done or asked for, or why not; empty without auto_apply.</param>
/// <param name="Sources">Where what is said comes from.</param>
/// <param name="GeneratedBy"><c>rules</c>, or <c>rules+llm</c> where a chat model worded it.</param>
public sealed record BotResponse(
    string Reply, string Intent, string? IncidentId, string? Service, IReadOnlyList<SuggestedAct> SuggestedActions, IReadOnlyList<AppliedAct> Applied,
    IReadOnlyList<BotSource> Sources, string GeneratedBy = "rules");

/// <param name="Allowed">Nothing but a missing approval stands against it; null: the caller may not try it.</param>
/// <param name="Reason">What the guard says, in a sentence.</param>
public sealed record SuggestedAct(
    string Action, string? Namespace, string? PodName, string? DeploymentName, int? Replicas, bool? Allowed, bool? ApprovalRequired, string? Reason);

/// <param name="Status">As executing the action answers: success, noop, failed, unknown, awaiting_approval; or refused.</param>
/// <param name="Code">Why it was refused, for programs.</param>
public sealed record AppliedAct(string Action, string Status, string Message, string? ActionId, string? ApprovalId, string? Code);

/// <param name="Kind">incident, timeline, deploys, on_call, similar, diagnosis or action.</param>
/// <param name="Path">Where to read more.</param>
public sealed record BotSource(string Kind, string? Id, string Path);
