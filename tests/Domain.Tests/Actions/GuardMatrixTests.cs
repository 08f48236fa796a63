using AiSre.Domain.Actions;
using AiSre.Domain.Actions.Cases;
using AiSre.Domain.Actions.Guard;
using AiSre.Domain.Definitions.Actions;
using static AiSre.Domain.Tests.Actions.GuardCases;

namespace AiSre.Domain.Tests.Actions;

/// <summary>Every role with every blast radius, tried and done, with every kind of yes. The columns say what a careful person would.</summary>
public sealed class GuardMatrixTests
{
    private const string Role = RefusalCode.Role, Needed = RefusalCode.ApprovalRequired, Weak = RefusalCode.ApprovalRole, Eyes = RefusalCode.FourEyes;

    private static readonly string[] Yeses = ["nobody", "himself", "an operator", "an admin", "a viewer", "expired"];

    // Answers in the order of the yeses; null: it is done.
    private static readonly (ActingRole Caller, BlastRadius Radius, string?[] Answers)[] Table =
    [
        (ActingRole.Viewer, BlastRadius.None, [Role, Role, Role, Role, Role, Role]),
        (ActingRole.Viewer, BlastRadius.SinglePod, [Role, Role, Role, Role, Role, Role]),
        (ActingRole.Viewer, BlastRadius.SingleWorkload, [Role, Role, Role, Role, Role, Role]),
        (ActingRole.Viewer, BlastRadius.ServiceOutage, [Role, Role, Role, Role, Role, Role]),
        (ActingRole.Operator, BlastRadius.None, [null, null, null, null, Weak, RefusalCode.ApprovalExpired]),
        (ActingRole.Operator, BlastRadius.SinglePod, [Needed, null, null, null, Weak, RefusalCode.ApprovalExpired]),
        (ActingRole.Operator, BlastRadius.SingleWorkload, [Needed, null, null, null, Weak, RefusalCode.ApprovalExpired]),
        (ActingRole.Operator, BlastRadius.ServiceOutage, [Needed, Weak, Weak, null, Weak, RefusalCode.ApprovalExpired]),
        (ActingRole.Admin, BlastRadius.None, [null, null, null, null, Weak, RefusalCode.ApprovalExpired]),
        (ActingRole.Admin, BlastRadius.SinglePod, [Needed, null, null, null, Weak, RefusalCode.ApprovalExpired]),
        (ActingRole.Admin, BlastRadius.SingleWorkload, [Needed, null, null, null, Weak, RefusalCode.ApprovalExpired]),
        (ActingRole.Admin, BlastRadius.ServiceOutage, [Needed, Eyes, Weak, null, Weak, RefusalCode.ApprovalExpired]),
    ];

    public static TheoryData<ActingRole, BlastRadius, string, bool> All
    {
        get
        {
            var all = new TheoryData<ActingRole, BlastRadius, string, bool>();
            foreach (var (caller, radius, _) in Table)
                foreach (var yes in Yeses)
                    foreach (var dryRun in new[] { true, false }) all.Add(caller, radius, yes, dryRun);
            return all;
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Who_may_do_what_with_whose_yes(ActingRole role, BlastRadius radius, string yes, bool dryRun)
    {
        var caller = Principal.Person("carl", role);
        var given = Of(radius) with { Caller = caller, IsDryRun = dryRun, Grant = Yes(yes, caller) };
        var (decision, permitted) = PermittedAction.Ask(given);
        var answer = Table.Single(row => row.Caller == role && row.Radius == radius).Answers[Array.IndexOf(Yeses, yes)];
        Assert.Equal(answer, decision.Code);
        Assert.Equal(radius, decision.BlastRadius);
        Assert.Equal(answer is null or Needed, decision.IsAllowed);

        // A dry run may ask the cluster where only the yes is missing, and is marked as what it is.
        var may = radius > BlastRadius.None && (answer is null || (dryRun && answer is Needed));
        Assert.Equal(may, permitted is not null);
        if (permitted is not null) Assert.Equal(dryRun, permitted.IsDryRun);
    }

    [Theory]
    [InlineData(BlastRadius.None, false, false)]
    [InlineData(BlastRadius.SinglePod, true, false)]
    [InlineData(BlastRadius.SingleWorkload, true, false)]
    [InlineData(BlastRadius.ServiceOutage, true, true)]
    public void An_approval_is_said_to_be_needed_whether_it_was_given_or_not(BlastRadius radius, bool approval, bool fourEyes)
    {
        foreach (var grant in new[] { null, YesOf(Adam, "olga") })
        {
            var decision = ActionGuard.Decide(Of(radius) with { Caller = Adam, Grant = grant });
            Assert.Equal((approval, fourEyes), (decision.NeedsApproval, decision.NeedsFourEyes));
        }
    }

    private static ActionCase Of(BlastRadius radius) => radius switch
    {
        BlastRadius.None => Suggest,
        BlastRadius.SinglePod => Restart,
        BlastRadius.SingleWorkload => Restart.Alone(),
        _ => Scale.Asks(request => request with { Replicas = 0 })
            .With((ActionPolicy policy) => policy with { Limits = policy.Limits with { MinReplicas = 0 } }),
    };

    private static ApprovalGrant? Yes(string yes, Principal caller) => yes switch
    {
        "nobody" => null,
        "himself" => YesOf(caller),
        "an operator" => YesOf(Olga, caller.Name),
        "an admin" => YesOf(Adam, caller.Name),
        "a viewer" => YesOf(Vera, caller.Name),
        _ => YesOf(Adam, caller.Name) with { ExpiresAt = Noon.AddTicks(-1) },
    };
}
