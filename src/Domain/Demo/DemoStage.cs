using System.Collections.Immutable;
using AiSre.Domain.Definitions;
using AiSre.Domain.Demo.Script;
using AiSre.Domain.Deploys;
using AiSre.Domain.Notifications;
using AiSre.Domain.OnCall;
using AiSre.Domain.Silences;

namespace AiSre.Domain.Demo;

/// <summary>What all scenes share.</summary>
internal sealed record DemoStage
{
    public required DateTimeOffset Now { get; init; }
    public required WorkspaceDefinitions Definitions { get; init; }
    public required ImmutableArray<Silence> Silences { get; init; }
    public required ImmutableArray<Deploy> Deploys { get; init; }
    public required DemoDice Dice { get; init; }

    /// <summary>Base of the links in messages.</summary>
    public string? PublicUrl { get; init; }

    public TellContext At(DateTimeOffset now, int others = 0) => new()
    {
        Definitions = Definitions, Now = now, Duty = OnCallNow.Of(Definitions), PublicUrl = PublicUrl, Others = others,
    };

    /// <summary>Whoever is on call for a service then, else whoever is told next.</summary>
    public string OnCall(string? service, DateTimeOffset at)
    {
        if (TeamRules.Of(Definitions, service) is not { } team) return DemoShop.Admin;
        var (onCall, contact) = OnCallNow.Of(Definitions)(team, at);
        return onCall ?? contact ?? DemoShop.Admin;
    }

    public string NewId(string prefix, DateTimeOffset at) => prefix + TimedId.Of(TimedId.MillisecondOf(at), Dice.Below(TimedId.Numbers));
}
