using System.Text.Json.Nodes;
using AiSre.Grains;
using AiSre.Grains.Actions;
using AiSre.Grains.Alarms;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Api.Tests.Acting;

/// <summary>
/// Every way to an action ends at the same guard. The ways are found and not listed: each route that writes, each grain method and each alarm that is
/// about actions is either walked here, or stands in <see cref="CannotAct"/> with the reason.
/// </summary>
[Collection(OnActingHost.Name)]
public sealed class EntryPointTests(ActingHost acting)
{
    public static TheoryData<string> Names => [.. EntryPoint.All.Select(entry => entry.Name)];

    [Fact]
    public void Every_route_that_writes_is_walked_or_cannot_act()
    {
        var found = acting.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["ANY"]).Select(method =>
                $"{method} {endpoint.RoutePattern.RawText!.TrimEnd('/')}"))
            .Where(route => route.Split(' ')[0] is not ("GET" or "HEAD" or "OPTIONS")).Distinct().ToList();
        Assert.True(found.Count > 60, $"Only {found.Count} routes were found.");
        Match(found, name => name.Contains(' ', StringComparison.Ordinal));
    }

    [Fact]
    public void Every_grain_method_and_alarm_about_actions_is_walked_or_cannot_act()
    {
        string[] features = ["Actions", "Autonomy", "Workflows"];
        var methods = typeof(GrainKeys).Assembly.GetTypes()
            .Where(type => type.IsInterface && type.IsAssignableTo(typeof(IGrain)) && features.Contains(type.Namespace!.Split('.')[^1]))
            .SelectMany(type => type.GetMethods().Select(method => $"{type.Name}.{method.Name}"));
        var alarms = typeof(ActionGateGrain).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IAlarmTargetGrain)))
            .Select(type => $"{type.Name}.{nameof(IAlarmTargetGrain.OnAlarmAsync)}");
        Match([.. methods.Concat(alarms).Distinct()], name => !name.Contains(' ', StringComparison.Ordinal));
    }

    /// <summary>The walk would prove nothing if its ways led nowhere.</summary>
    [Theory, MemberData(nameof(Names))]
    public async Task Where_nothing_stands_in_the_way_it_is_done_once(string name)
    {
        var (place, said) = await WalkAsync(name, _ => Task.CompletedTask);
        Assert.True(place.Writes is [var write] && write == place.Eviction, $"{string.Join(", ", place.Writes)}\n{said}");
        Assert.Single(await place.AuditAsync("action_executed"));
    }

    [Theory, MemberData(nameof(Names))]
    public async Task The_kill_switch_refuses_it(string name)
    {
        var (place, said) = await WalkAsync(name, place => place.StopAsync());
        Assert.Empty(place.Writes);
        Assert.Matches("(?i)kill.switch", said);
        Assert.DoesNotContain("\"kill_switch\":false", said, StringComparison.Ordinal);
        Assert.Empty(await place.AuditAsync("action_executed"));
    }

    [Theory, MemberData(nameof(Names))]
    public async Task An_object_that_its_owner_protects_is_left_alone(string name)
    {
        var (place, said) = await WalkAsync(name, place =>
        {
            place.Stub.Edit("Pod", place.Namespace, place.Pod, pod =>
                pod["metadata"]!["annotations"] = new JsonObject { ["ai-sre/protect"] = "true" });
            return Task.CompletedTask;
        });
        Assert.Empty(place.Writes);
        Assert.Contains("ai-sre/protect", said, StringComparison.Ordinal);
        Assert.Empty(await place.AuditAsync("action_executed"));
        Assert.Contains("target_protected", (await place.AuditAsync("action_denied"))[0].GetRawText(), StringComparison.Ordinal);
    }

    private async Task<(ActingPlace Place, string Said)> WalkAsync(string name, Func<ActingPlace, Task> meanwhile)
    {
        var entry = EntryPoint.All.Single(entry => entry.Name == name);
        var place = await acting.PlaceAsync();
        var prepared = await entry.Prepare(place);
        Assert.Empty(place.Writes);
        await meanwhile(place);
        return (place, await entry.Act(place, prepared));
    }

    private static void Match(List<string> found, Func<string, bool> isOfThisKind)
    {
        var walked = EntryPoint.All.SelectMany(entry => entry.Covers).ToHashSet();
        var known = walked.Concat(CannotAct.All.Keys).Where(isOfThisKind).ToList();
        var (unknown, gone) = (found.Except(known).ToList(), known.Except(found).ToList());
        Assert.True(
            unknown.Count == 0,
            $"New ways that may lead to an action. Walk them (EntryPoint), or say why they cannot (CannotAct):\n{string.Join('\n', unknown)}");
        Assert.True(gone.Count == 0, $"These are no more:\n{string.Join('\n', gone)}");
        Assert.Empty(walked.Intersect(CannotAct.All.Keys));
    }
}
