using System.Collections.Immutable;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Slos;
using AiSre.Grains.Ledger;
using Microsoft.Extensions.Logging;

namespace AiSre.Grains.Slos;

/// <summary>All are looked at, a few at a time.</summary>
public sealed partial class SlosGrain
{
    private const int AtOnce = 16;
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private bool isAwake;

    private async Task RoundAsync(ImmutableArray<SloDefinition> all, List<string> gone)
    {
        var began = clock.GetTimestamp();
        await LookAsync(all);
        await LookForGroupsAsync();
        foreach (var name in gone) await RetireAsync(name);
        SloMetrics.Looked(clock.GetElapsedTime(began));
    }

    private async Task LookAsync(IEnumerable<SloDefinition> slos)
    {
        foreach (var few in slos.Chunk(AtOnce)) await Task.WhenAll(few.Select(LookAsync));
    }

    private async Task LookAsync(SloDefinition definition)
    {
        try
        {
            if (await GrainOf(definition.Name).EvaluateAsync(definition) is { } standing) standings[definition.Name] = standing;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The next minute looks again.
            SloMetrics.Failed();
            LogFailed(log, definition.Name, Workspace, exception.Message);
        }
    }

    /// <summary>Values that come up have SLOs from the next minute on.</summary>
    private async Task LookForGroupsAsync()
    {
        try
        {
            var written = Written(await DefinedAsync(), await ReadAsync());
            foreach (var one in written.Where(one => SloGroupRules.IsGroup(one) && one.Source is PrometheusSloSource).ToList())
            {
                var values = await prometheus.ValuesAsync(Workspace, one, clock.GetUtcNow());
                if (!values.IsEmpty) await this.AsReference<ISlosGrain>().GroupedAsync(one.Name, values);
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            LogFailed(log, "groups", Workspace, exception.Message);
        }
    }

    private async Task RetireAsync(string name)
    {
        try
        {
            await GrainOf(name).RetireAsync();
            retired.Add(name);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            LogFailed(log, name, Workspace, exception.Message);
        }
    }

    /// <summary>
    /// Once an activation. An alarm that a clock which was ahead has set for days from now would else keep everything from being looked at till then.
    /// </summary>
    private async Task WakeAsync()
    {
        if (isAwake) return;
        isAwake = true;
        try
        {
            await ledger.CommitAsync(new FactsEntry(Target) { Facts = new() { Alarms = [SlosTarget.At(Workspace, NextAfter(clock.GetUtcNow()))] } });
        }
        catch (Exception exception) when (exception is LedgerUnavailableException or LedgerFullException)
        {
            isAwake = false;
        }
    }

    /// <summary>Whole minutes, since sources are asked as of those; a little later, by workspace, so that not all begin at once.</summary>
    private DateTimeOffset NextAfter(DateTimeOffset now)
    {
        var minute = new DateTimeOffset(now.UtcTicks - now.UtcTicks % Period.Ticks, TimeSpan.Zero);
        var offset = TimeSpan.FromMilliseconds(Target.Hash % 5_000);
        return minute + Period + offset;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The objective {Name} of {Workspace} could not be looked at: {Reason}")]
    private static partial void LogFailed(ILogger log, string name, string workspace, string reason);
}
