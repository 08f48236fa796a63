using AiSre.Domain.Actions;
using AiSre.Domain.Actions.Cases;
using AiSre.Domain.Actions.Guard;
using AiSre.Domain.Definitions.Actions;
using static AiSre.Domain.Tests.Actions.GuardCases;

namespace AiSre.Domain.Tests.Actions;

/// <summary>
/// Every caller with every blast radius, whatever a policy says of approvals and whoever has said yes: compared with the rules as a person would say
/// them, from the first that counts to the last.
/// </summary>
public sealed class GuardApprovalMatrixTests
{
    private static readonly Principal[] Callers =
    [
        .. Enum.GetValues<ActingRole>().SelectMany(role => new[] { PrincipalKind.Person, PrincipalKind.Run }.Select(kind =>
            new Principal("carl", role, kind))),
    ];

    private static readonly ApprovalGrant?[] Yeses =
    [
        null,
        .. new[] { "carl", "dora" }.SelectMany(name => Enum.GetValues<ActingRole>().Select(role => YesOf(Principal.Person(name, role), "carl"))),
        YesOf(new("dora", ActingRole.Admin, PrincipalKind.Run), "carl"), YesOf(new("dora", ActingRole.Admin, PrincipalKind.Autonomy), "carl"),
        YesOf(Principal.Person("dora", ActingRole.Admin), "carl") with { ExpiresAt = Noon },
        YesOf(Principal.Person("dora", ActingRole.Admin), "carl") with { PolicyRevision = "6" },
        YesOf(Principal.Person("dora", ActingRole.Admin), "carl") with { ArgumentsHash = "another" },
    ];

    public static TheoryData<BlastRadius, BlastRadius> Radii =>
        [.. from radius in Enum.GetValues<BlastRadius>() where radius <= BlastRadius.ServiceOutage
            from most in BlastRadii.All select (radius, most)];

    [Theory, MemberData(nameof(Radii))]
    public void The_guard_says_what_a_person_would(BlastRadius radius, BlastRadius most)
    {
        var seen = 0;
        foreach (var caller in Callers)
            foreach (var yes in Yeses)
                foreach (var need in Enum.GetValues<ApprovalNeed>())
                    foreach (var eyes in new bool?[] { null, true, false })
                        foreach (var dryRun in new[] { true, false })
                        {
                            var given = (Of(radius) with { Caller = caller, Grant = yes, IsDryRun = dryRun }).With((ActionPolicy policy) =>
                                policy with
                                {
                                    Approval = need, FourEyes = eyes, MaxBlastRadius = most, Limits = policy.Limits with { MinReplicas = 0 },
                                });
                            var (decision, permitted) = PermittedAction.Ask(given);
                            var expected = Expected(caller, radius, most, yes, need, eyes);
                            Assert.True(
                                expected == decision.Code,
                                $"{caller}, {yes}, {need}, four eyes {eyes}: {decision.Code} instead of {expected}. {decision.Reason}");
                            var may = radius > BlastRadius.None && (expected is null || (dryRun && expected is RefusalCode.ApprovalRequired));
                            Assert.Equal(may, permitted is not null);
                            Assert.Equal(may ? dryRun : null, permitted?.IsDryRun);
                            seen++;
                        }
        Assert.Equal(6 * 12 * 3 * 3 * 2, seen);
    }

    private static string? Expected(
        Principal caller, BlastRadius radius, BlastRadius most, ApprovalGrant? yes, ApprovalNeed need, bool? eyes)
    {
        if (caller.Role is ActingRole.Viewer) return RefusalCode.Role;
        if (need is ApprovalNeed.Forbidden || radius > most) return RefusalCode.PolicyDenied;
        var ends = radius is BlastRadius.ServiceOutage;
        var who = ends ? ActingRole.Admin : ActingRole.Operator;
        var fourEyes = eyes ?? ends;
        // Four eyes are a yes, also where a policy says that none is required.
        var isNeeded = radius is not BlastRadius.None && (need is ApprovalNeed.Required || fourEyes);
        if (yes is null) return isNeeded ? RefusalCode.ApprovalRequired : caller.Role < who ? RefusalCode.ApprovalRole : null;
        if (yes.Approver.Kind is not PrincipalKind.Person || yes.Approver.Role < who) return RefusalCode.ApprovalRole;
        if (yes.ExpiresAt <= Noon) return RefusalCode.ApprovalExpired;
        if (isNeeded && fourEyes && yes.Approver.Name == yes.Requester) return RefusalCode.FourEyes;
        if (yes.PolicyRevision is "6") return RefusalCode.ApprovalOutdated;
        return yes.ArgumentsHash is null ? null : RefusalCode.ApprovalMismatch;
    }

    private static ActionCase Of(BlastRadius radius) => radius switch
    {
        BlastRadius.None => Suggest,
        BlastRadius.SinglePod => Restart,
        BlastRadius.SingleWorkload => Restart.Alone(),
        _ => Scale.Asks(request => request with { Replicas = 0 }),
    };
}
