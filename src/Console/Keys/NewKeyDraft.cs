using System.Collections.Immutable;
using System.Globalization;
using AiSre.Console.Requests;
using AiSre.Domain.Access;
using AiSre.Grains.Workspaces;

namespace AiSre.Console.Keys;

/// <summary>A key that is to be made, as it stands in the form.</summary>
public sealed record NewKeyDraft
{
    public const string BeyondOwn = "Nobody hands out more than his own key is good for: choose a smaller role, or mark scopes that yours has.";

    private const int LongestDays = 3_650;

    public string Name { get; init; } = "";
    public string Role { get; init; } = "ingest";
    public ImmutableArray<string> Scopes { get; init; } = [];

    /// <summary>After how many days it ends; empty: never.</summary>
    public string Days { get; init; } = "";

    /// <summary>What is wrong, by field.</summary>
    public IReadOnlyDictionary<string, string> Problems { get; init; } = ImmutableDictionary<string, string>.Empty;

    public static NewKeyDraft Of(ConsoleForm form) => new()
    {
        Name = form.Text("name") ?? "", Role = form.Text("role") ?? "", Scopes = [.. form.All("scope")], Days = form.Text("days") ?? "",
    };

    /// <summary>Null when something is wrong, which the draft then says.</summary>
    /// <param name="mayHandOut">Whether somebody may make a key of a role that is good for that.</param>
    /// <param name="now">From when on its days count.</param>
    /// <param name="draft">With what is wrong.</param>
    public NewKey? Read(Func<Role, ImmutableArray<KeyScope>, bool> mayHandOut, DateTimeOffset now, out NewKeyDraft draft)
    {
        var wrong = ImmutableDictionary.CreateBuilder<string, string>();
        if (KeyRules.NameProblem(Name) is { } problem) wrong["name"] = problem;
        var role = RoleRules.Parse(Role);
        if (role is null) wrong["role"] = "One of ingest, viewer, operator and admin.";
        var scopes = Scopes.Select(word => ScopeRules.Parse(word)).ToList();
        if (scopes.Contains(null)) wrong["scopes"] = "There is no such scope.";
        else if (role is { } of && scopes.FirstOrDefault(scope => !WhoMay.May(of, [], scope!.Value)) is { } beyond)
            wrong["scopes"] = $"A key of the role {of.Word()} may not {beyond.Word()}.";
        var days = 0;
        if (Days.Length > 0 && !(int.TryParse(Days, NumberStyles.None, CultureInfo.InvariantCulture, out days) && days is > 0 and <= LongestDays))
            wrong["days"] = string.Create(CultureInfo.InvariantCulture, $"A number from 1 to {LongestDays:N0}, or nothing.");
        ImmutableArray<KeyScope> marked = [.. scopes.OfType<KeyScope>().Distinct().Order()];
        if (wrong.Count == 0 && !mayHandOut(role!.Value, marked)) wrong["role"] = BeyondOwn;
        draft = this with { Problems = wrong.ToImmutable() };
        return wrong.Count > 0 ? null : new()
        {
            Name = Name, Role = role!.Value, Scopes = marked, ExpiresAt = Days.Length > 0 ? now.AddDays(days) : null,
        };
    }

    public string? ProblemOf(string field) => Problems.GetValueOrDefault(field);
}
