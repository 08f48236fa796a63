using System.Collections.Immutable;
using AiSre.Grains.Ledger;
using Orleans.Concurrency;

namespace AiSre.Grains.Notifications;

[GrainType("notification-queries"), StatelessWorker]
public sealed class NotificationQueries(IOutboxReads outbox, ILedger ledger) : Grain, INotificationQueries
{
    public async Task<ImmutableArray<NotificationFacts>> OfIncidentAsync(string workspace, string incidentId) =>
        [.. (await outbox.OfIncidentAsync(workspace, incidentId)).Select(Facts)];

    public async Task<NotificationPage> ListAsync(string workspace, string? status, long? beforeSeq, int limit)
    {
        var rows = await outbox.ListAsync(workspace, StatusOf(status), beforeSeq, limit + 1);
        return new([.. rows.Take(limit).Select(Facts)], rows.Count > limit ? rows[limit - 1].Seq : null);
    }

    public async Task<NotificationCounts> CountsAsync(string workspace)
    {
        var (pending, oldestAt, dead) = await outbox.BacklogAsync(workspace);
        return new(pending, Instant(oldestAt), dead);
    }

    public async Task<NotificationPage> DeadAsync(string? workspace, long? beforeSeq, int limit)
    {
        var rows = await outbox.DeadAsync(workspace, beforeSeq, limit + 1);
        return new([.. rows.Take(limit).Select(Facts)], rows.Count > limit ? rows[limit - 1].Seq : null);
    }

    public async Task<int> ReplayAsync(string? workspace, long seq) =>
        await outbox.DeadAsync(workspace, seq + 1, 1) is [var row] && row.Seq == seq
            ? await ReplayAsync(new OutboxReplay { Workspace = row.Message.Workspace, Seq = seq })
            : 0;

    public Task<int> ReplayAllAsync(string workspace) => ReplayAsync(new OutboxReplay { Workspace = workspace });

    private async Task<int> ReplayAsync(OutboxReplay replay)
    {
        await ledger.CommitAsync(replay);
        return replay.Replayed;
    }

    private static NotificationFacts Facts(OutboxRow row)
    {
        var (message, content) = (row.Message, row.Message.Content);
        return new()
        {
            Seq = row.Seq,
            Workspace = message.Workspace,
            IncidentId = content.IncidentId,
            Channel = message.Channel,
            Address = message.Address,
            Kind = content.Kind,
            Severity = content.Severity,
            Title = content.Title,
            Step = content.Step,
            Recipients = content.Recipients,
            IsPage = message.IsPage,
            Status = Word(row.Status),
            Attempts = row.Attempts,
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt),
            NextAt = Instant(row.NextAt),
            DoneAt = Instant(row.DoneAt),
            Error = row.Error,
            LateBySeconds = content.LateBySeconds,
            OnlyLogged = row.Status is OutboxStatus.Suppressed && Attempt.IsLogged(row.Error),
        };
    }

    private static string Word(OutboxStatus status) => status switch
    {
        OutboxStatus.Sent => "sent",
        OutboxStatus.Dead => "dead",
        OutboxStatus.Suppressed => "suppressed",
        _ => "pending",
    };

    private static OutboxStatus? StatusOf(string? word) =>
        word is null ? null : Enum.GetValues<OutboxStatus>().FirstOrDefault(status => Word(status) == word);

    private static DateTimeOffset? Instant(long? unix) => unix is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;
}
