using AiSre.Silo.Start;
using AiSre.Storage.Files;
using Npgsql;
using StackExchange.Redis;

namespace AiSre.Api.Tests.Settings;

public sealed class StartFailureTests
{
    [Fact]
    public void A_database_that_goes_away_during_a_start_is_no_fault_of_the_settings()
    {
        var failure = StartFailure.Of(new NpgsqlException("Exception while reading from stream", new EndOfStreamException()));
        Assert.Equal((75, "PostgreSQL went away: Exception while reading from stream"), (failure?.Code, failure?.Line.Split(" (")[0]));
        Assert.Equal(75, StartFailure.Of(new PostgresException("shutting down", "FATAL", "FATAL", PostgresErrorCodes.AdminShutdown))?.Code);
    }

    [Fact]
    public void A_redis_that_goes_away_during_a_start_is_none_either() =>
        Assert.Equal(75, StartFailure.Of(new RedisConnectionException(ConnectionFailureType.SocketFailure, "no connection"))?.Code);

    [Fact]
    public void What_a_person_must_put_right_is_one()
    {
        Assert.Equal(78, StartFailure.Of(new UnusableDataException("no room"))?.Code);
        Assert.Equal(78, StartFailure.Of(new PostgresException("no table", "ERROR", "ERROR", PostgresErrorCodes.UndefinedTable))?.Code);
        Assert.Equal(78, StartFailure.Of(new IOException("address in use"))?.Code);
    }

    [Fact]
    public void A_bug_shows_its_stack() => Assert.Null(StartFailure.Of(new InvalidOperationException("a bug")));
}
