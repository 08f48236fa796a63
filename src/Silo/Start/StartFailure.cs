using System.Data.Common;
using AiSre.Api.Platform;
using AiSre.Storage.Files;
using AiSre.Storage.Postgres;
using AiSre.Storage.Redis;

namespace AiSre.Silo.Start;

/// <summary>Why a start has ended, in a line for a person and in the code that service managers know for it.</summary>
internal sealed record StartFailure(string Line, int Code)
{
    /// <summary>EX_CONFIG: it fails again until a person has put it right.</summary>
    private const int Configuration = 78;

    /// <summary>EX_TEMPFAIL: started again it waits for the server and goes on.</summary>
    private const int Temporary = 75;

    /// <summary>Null for a bug, whose stack is wanted.</summary>
    public static StartFailure? Of(Exception exception) => exception switch
    {
        UnusableDataException => new(exception.Message, Configuration),
        // A server that was there when the start began, and went away before its end.
        DbException when PostgresStart.WentAway(exception) => new($"PostgreSQL went away: {WithReason(exception)}", Temporary),
        _ when RedisStart.WentAway(exception) => new($"Redis went away: {WithReason(exception)}", Temporary),
        // A database that cannot be used as it is.
        DbException => new(WithReason(exception), Configuration),
        _ => StartFault.Of(exception) is { } line ? new(line, Configuration) : null,
    };

    private static string WithReason(Exception exception) =>
        exception.InnerException is { } inner ? $"{exception.Message} ({inner.Message})" : exception.Message;
}
