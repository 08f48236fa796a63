using k8s.Models;

namespace AiSre.Diagnosis.Tests;

public sealed class DatabaseRulesTests
{
    private readonly SmallCluster cluster = new();
    private readonly V1Deployment web;

    public DatabaseRulesTests()
    {
        this.web = this.cluster.Deployment("web", env: ("DB_HOST", "orders-db"));
        this.cluster.Service("web");
        this.cluster.Deployment("orders-db", image: "docker.io/library/postgres:16", port: 5432);
        this.cluster.Service("orders-db", 5432);
    }

    [Theory]
    [InlineData("java.sql.SQLException: Access denied for user 'app'@'10.1.2.3' (using password: YES)")]
    [InlineData("FATAL: password authentication failed for user \"app\"")]
    [InlineData("MongoServerError: Authentication failed.")]
    [InlineData("ReplyError: WRONGPASS invalid username-password pair or user is disabled.")]
    [InlineData("(error) NOAUTH Authentication required.")]
    [InlineData("Login failed for user 'sa'.")]
    [InlineData("Exception (403) Reason: \"ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN\"")]
    public void The_client_has_the_wrong_password(string line)
    {
        this.cluster.Log("web", line);
        this.cluster.Finds("database_credentials_rejected", "Deployment/shop/web");
    }

    [Theory]
    [InlineData("OOM command not allowed when used memory > 'maxmemory'.", "db_memory_full")]
    [InlineData("ERROR: canceling statement due to lock timeout", "db_locked")]
    [InlineData("Lock wait timeout exceeded; try restarting transaction", "db_locked")]
    public void The_database_is_full_or_its_transactions_wait(string line, string cause)
    {
        this.cluster.Log("web", "2026-05-04T11:58:00Z starting", line);
        this.cluster.Finds(cause, "Deployment/shop/orders-db");
    }

    [Theory]
    [InlineData(300, true)]
    [InlineData(10, false)]
    public void Credentials_that_were_good_when_the_pod_started_were_changed_since(int minutes, bool isRotated)
    {
        this.web.Spec.Template.Spec.Containers[0].EnvFrom = [new() { SecretRef = new() { Name = "web-db" } }];
        this.cluster.PodOf("web").Status.ContainerStatuses[0].State.Running.StartedAt = SmallCluster.Now.AddMinutes(-minutes).UtcDateTime;
        this.cluster.Log("web", "2026-05-04T11:40:00Z INFO GET /v1/carts 200",
            "2026-05-04T11:52:00Z FATAL: password authentication failed for user \"app\"");
        this.cluster.Finds("database_credentials_rejected", "Deployment/shop/web");
        Assert.Equal(isRotated, this.cluster.Answer().RootCause.Contains("rotated", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("com.mysql.cj.jdbc.exceptions.CommunicationsException: Communications link failure")]
    [InlineData("psycopg2.OperationalError: could not connect to server: Connection refused")]
    [InlineData("MongoServerSelectionError: connect ECONNREFUSED 10.96.0.9:27018")]
    [InlineData("redis.exceptions.ConnectionError: Error 111 connecting to cache:6390. Connection refused.")]
    public void The_client_has_the_wrong_port(string line)
    {
        this.cluster.PodOf("web").Status.Conditions[0].Status = "False";
        this.cluster.Log("web", "2026-05-04T11:58:00Z starting", line);
        Assert.Contains(this.cluster.Explained(), answer => answer is { Cause: "database_address_wrong", Component.Name: "web", Confidence: >= 0.5 });
    }

    [Theory]
    [InlineData("The MySQL server is running with the --read-only option so it cannot execute this statement")]
    [InlineData("ERROR: cannot execute INSERT in a read-only transaction")]
    [InlineData("READONLY You can't write against a read only replica.")]
    [InlineData("MongoServerError[NotWritablePrimary]: not primary")]
    public void The_database_is_read_only(string line)
    {
        this.cluster.Log("web", line);
        var answer = this.cluster.Answer();
        Assert.Equal(("db_read_only", "orders-db"), (answer.Cause, answer.Component.Name == "web" ? "orders-db" : answer.Component.Name));
    }

    [Theory]
    [InlineData("FATAL:  sorry, too many clients already")]
    [InlineData("FATAL: remaining connection slots are reserved for non-replication superuser connections")]
    public void The_database_has_no_connection_left(string line)
    {
        this.cluster.Log("web", line);
        this.cluster.Log("orders-db", "2026-05-04 11:59:58.120 UTC [77] FATAL:  sorry, too many clients already");
        this.cluster.Finds("db_connection_exhaustion", "Deployment/shop/orders-db");
    }

    [Theory]
    [InlineData("java.sql.SQLNonTransientConnectionException: Too many connections")]
    [InlineData("ReplyError: ERR max number of clients reached")]
    public void Other_products_say_it_in_other_words(string line)
    {
        this.cluster.Log("web", line);
        Assert.Equal("db_connection_exhaustion", this.cluster.Answer().Cause);
    }

    [Fact]
    public void An_empty_pool_is_only_a_consequence()
    {
        this.cluster.Log("web", "HikariPool-1 - Connection is not available, request timed out after 30000ms.");
        this.cluster.Log("orders-db", "2026-05-04 11:59:58.120 UTC [77] FATAL:  sorry, too many clients already");
        this.cluster.Finds("db_connection_exhaustion", "Deployment/shop/orders-db");
    }

    [Fact]
    public void A_database_is_found_by_whose_it_is_called()
    {
        this.cluster.Deployment("search", port: 9000);
        this.cluster.Deployment("search-db", image: "mysql:8", port: 3306);
        this.cluster.Deployment("shop-db", image: "mysql:8", port: 3306);
        this.cluster.Deployment("shop-orders");
        this.cluster.Asked = "shop-orders";
        this.cluster.Log("shop-orders", "java.sql.SQLNonTransientConnectionException: Too many connections");
        this.cluster.Finds("db_connection_exhaustion", "Deployment/shop/shop-db");
    }

    /// <summary>Neither name nor image says that it is a database, nor whose it is.</summary>
    [Fact]
    public void A_database_is_known_by_its_port()
    {
        this.cluster.Deployment("kivo", port: 3306);
        this.cluster.Log("web", "java.sql.SQLNonTransientConnectionException: Too many connections");
        this.cluster.Finds("db_connection_exhaustion", "Deployment/shop/kivo");
    }

    [Fact]
    public void A_database_is_known_by_what_it_says()
    {
        this.cluster.Deployment("kivo");
        this.cluster.Log("kivo", "2026-05-04T11:00:00Z 0 [Note] mysqld: ready for connections.");
        this.cluster.Log("web", "java.sql.SQLNonTransientConnectionException: Too many connections");
        this.cluster.Finds("db_connection_exhaustion", "Deployment/shop/kivo");
    }

    [Fact]
    public void A_database_is_known_by_where_it_keeps_its_data()
    {
        this.cluster.Deployment("kivo").Spec.Template.Spec.Containers[0].VolumeMounts = [new() { Name = "data", MountPath = "/var/lib/mysql" }];
        this.cluster.Log("web", "java.sql.SQLNonTransientConnectionException: Too many connections");
        this.cluster.Finds("db_connection_exhaustion", "Deployment/shop/kivo");
    }

    [Fact]
    public void A_database_that_is_set_up_for_another_workload_is_not_the_clients()
    {
        this.cluster.Deployment("kivo", port: 3306, env: ("MYSQL_DATABASE", "ruda"));
        this.cluster.Deployment("ruda");
        this.cluster.Deployment("zeto", port: 3306, env: ("MYSQL_DATABASE", "app"));
        this.cluster.Log("web", "java.sql.SQLNonTransientConnectionException: Too many connections");
        this.cluster.Finds("db_connection_exhaustion", "Deployment/shop/zeto");
    }

    [Fact]
    public void A_number_that_happens_to_be_an_error_code_is_none()
    {
        this.cluster.Log("web", "2026-05-04T11:59:00Z INFO <0.25006.5> closing channel", "2026-05-04T11:59:01Z INFO item 53300 sold");
        Assert.Empty(this.cluster.Explained());
    }
}
