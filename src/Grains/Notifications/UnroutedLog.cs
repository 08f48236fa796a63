using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;
using AiSre.Domain.OnCall;
using Microsoft.Extensions.Logging;

namespace AiSre.Grains.Notifications;

/// <summary>
/// Tells of incidents of workspaces that have decided nothing: in the log, after the commit and beside the ledger, so that a storm there costs no
/// rows. Of a storm the first lines are written, and then one from time to time that says how many more there were.
/// </summary>
public sealed partial class UnroutedLog(IEnumerable<INotificationChannel> channels, TellOptions tell, TimeProvider clock, ILogger<UnroutedLog> log)
    : IDisposable
{
    /// <summary>Workspaces that are remembered without having anything to say.</summary>
    private const int Kept = 1_000;

    private static readonly LogChannel Channel = new() { Name = LogChannel.ChannelName };
    private static readonly ContactPoint Place = new(LogChannel.ChannelName, ChannelDefinition.DefaultAddress);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Beyond> workspaces = new(StringComparer.Ordinal);
    private readonly INotificationChannel? sender = channels.FirstOrDefault(static channel => channel.Type == LogChannel.ChannelName);
    private ITimer? timer;

    public void Opened(Incident incident)
    {
        if (incident.Silenced is null) Tell(incident, NotificationKind.Opened);
    }

    public void Changed(Incident before, Incident after)
    {
        if (UnroutedRules.KindOf(before, after) is { } kind) Tell(after, kind);
    }

    /// <summary>What is counted is told before the process ends.</summary>
    public void Dispose()
    {
        WriteCounts();
        timer?.Dispose();
    }

    private void Tell(Incident incident, NotificationKind kind)
    {
        var now = clock.GetUtcNow();
        if (TakesLine(incident, kind, now)) Write(incident, kind, now);
    }

    private bool TakesLine(Incident incident, NotificationKind kind, DateTimeOffset now)
    {
        lock (gate)
        {
            if (!workspaces.TryGetValue(incident.Workspace, out var beyond))
            {
                if (workspaces.Count >= Kept) Forget();
                workspaces.Add(incident.Workspace, beyond = new());
            }
            if (beyond.Bucket.Available(UnroutedRules.Lines, now) > 0)
            {
                beyond.Bucket = beyond.Bucket.Take(UnroutedRules.Lines, now);
                return true;
            }
            beyond.Count(kind, incident);
            timer ??= clock.CreateTimer(static log => ((UnroutedLog)log!).WriteCounts(), this, UnroutedRules.Folding, Timeout.InfiniteTimeSpan);
            return false;
        }
    }

    private void Write(Incident incident, NotificationKind kind, DateTimeOffset now)
    {
        var context = new TellContext
        {
            Definitions = WorkspaceDefinitions.Empty, Now = now, Duty = OnCallNow.Of(WorkspaceDefinitions.Empty), PublicUrl = tell.PublicUrl,
        };
        _ = sender?.SendAsync(new()
        {
            Key = NotificationRules.Key(incident, kind, $"{incident.ReopenCount}", Place),
            Channel = Channel,
            Address = Place.Address,
            Content = ContentRules.Of(incident, kind, context),
            Now = now,
        }, CancellationToken.None);
        NotificationMetrics.Count(Channel.Type.Name, NotificationMetrics.Sent);
    }

    private void WriteCounts()
    {
        lock (gate)
        {
            timer?.Dispose();
            timer = null;
            foreach (var (workspace, beyond) in workspaces)
            {
                if (beyond.Total == 0) continue;
                NotificationMetrics.Count(Channel.Type.Name, NotificationMetrics.Suppressed, beyond.Total);
                var counts = beyond.Text();
                LogCounts(log, workspace, counts);
                beyond.Clear();
            }
        }
    }

    private void Forget()
    {
        foreach (var (workspace, beyond) in workspaces)
            if (beyond.Total == 0) workspaces.Remove(workspace);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Notification digest of workspace {Workspace}, which has no routes: {What}.")]
    private static partial void LogCounts(ILogger log, string workspace, string what);

    /// <summary>What was counted instead of written.</summary>
    private sealed class Beyond
    {
        private readonly SortedDictionary<Severity, int> opened = [];
        private int others;
        private string latest = "";

        public TokenBucket Bucket { get; set; }

        public int Total { get; private set; }

        public void Count(NotificationKind kind, Incident incident)
        {
            Total++;
            latest = incident.Id;
            if (kind is NotificationKind.Opened or NotificationKind.Reopened)
                opened[incident.Severity] = opened.GetValueOrDefault(incident.Severity) + 1;
            else others++;
        }

        public string Text()
        {
            var severities =
                string.Join(", ", opened.Reverse().Select(static count => FormattableString.Invariant($"{count.Value} {count.Key.Name()}")));
            var incidents = severities.Length == 0 ? "" : $"{severities} opened";
            var rest = others == 0 ? "" : FormattableString.Invariant($"{others} resolved or more severe");
            return $"{string.Join("; ", new[] { incidents, rest }.Where(static part => part.Length > 0))}; the latest is {latest}";
        }

        public void Clear()
        {
            opened.Clear();
            (Total, others) = (0, 0);
        }
    }
}
