using AiSre.Grains.Holds;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Grains.Alarms;

public static class AlarmServices
{
    /// <summary>What the alarm grains of a silo share: how fast they go, the hint that something is due, and which workspaces are held.</summary>
    public static IServiceCollection AddAlarmGrains(this IServiceCollection services) =>
        services.AddSingleton<AlarmPace>().AddSingleton<AlarmBell>().AddSingleton<WorkspaceHolds>();
}
