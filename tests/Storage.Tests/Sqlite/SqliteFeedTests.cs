namespace AiSre.Storage.Tests.Sqlite;

public sealed class SqliteFeedTests() : FeedTests(new SqliteDialect());

public sealed class SqliteFeedOrderTests() : FeedOrderTests(new SqliteDialect(), silos: 1);
