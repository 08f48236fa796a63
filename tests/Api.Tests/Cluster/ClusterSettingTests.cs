using System.Net;
using AiSre.Api.Settings;
using AiSre.Silo;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace AiSre.Api.Tests.Cluster;

public sealed class ClusterSettingTests
{
    private const string Database = "Host=db;Username=u;Password=hunter2;Database=ai_sre";

    [Fact]
    public void Without_settings_a_silo_runs_alone_and_serves_the_API()
    {
        var options = Read();
        Assert.Null(options.Cluster.Redis);
        Assert.Null(options.Ledger.Postgres);
        Assert.True(options.ServeApi);
        Assert.Equal(IPAddress.Loopback, options.AdvertisedAddress);
    }

    [Fact]
    public void In_a_cluster_it_leaves_the_API_to_others_unless_told_to_serve_it()
    {
        Assert.False(Read(("AI_SRE_REDIS", "redis:6379"), ("AI_SRE_POSTGRES", Database)).ServeApi);
        Assert.True(Read(("AI_SRE_REDIS", "redis:6379"), ("AI_SRE_POSTGRES", Database), ("AI_SRE_SERVE_API", "true")).ServeApi);
        Assert.False(Read(("AI_SRE_SERVE_API", "false")).ServeApi);
    }

    [Fact]
    public void Silos_that_would_have_a_file_each_do_not_start()
    {
        var message = Assert.Throws<SettingException>(() => Read(("AI_SRE_REDIS", "redis:6379"))).Message;
        Assert.Contains("AI_SRE_POSTGRES", message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_advertised_address_is_the_named_one_before_that_of_the_pod()
    {
        Assert.Equal(IPAddress.Parse("10.0.0.7"), Read(("POD_IP", "10.0.0.7")).AdvertisedAddress);
        Assert.Equal(IPAddress.Parse("fd00::1"), Read(("POD_IP", "10.0.0.7"), ("AI_SRE_ADVERTISED_IP", "fd00::1")).AdvertisedAddress);
    }

    [Theory]
    [InlineData(Database, Database)]
    [InlineData("postgres://u:p%40ss@db:6432/ai_sre?sslmode=verify-full",
        "host=db;port=6432;username=u;password=p@ss;database=ai_sre;ssl mode=verifyfull")]
    [InlineData("postgresql://u@db/ai_sre", "host=db;port=5432;username=u;database=ai_sre")]
    [InlineData("postgres://[::1]:5433/ai_sre?connect_timeout=3", "host=::1;port=5433;database=ai_sre;timeout=3")]
    public void A_database_is_named_as_Npgsql_or_as_libpq_names_it(string text, string expected) =>
        Assert.Equal(expected, Read(("AI_SRE_POSTGRES", text)).Ledger.Postgres, ignoreCase: true);

    [Theory]
    [InlineData("AI_SRE_POSTGRES", "hunter2")]
    [InlineData("AI_SRE_POSTGRES", "Password=hunter2")]
    [InlineData("AI_SRE_POSTGRES", "postgres://u:hunter2@/x")]
    [InlineData("AI_SRE_POSTGRES", "postgres://u:hunter2@db/x?hunter=hunter2&sslmode=require")]
    [InlineData("AI_SRE_REDIS", "redis:6379,passwort=hunter2")]
    [InlineData("AI_SRE_REDIS", ",password=hunter2")]
    public void What_may_hold_a_password_is_refused_without_showing_it(string name, string text)
    {
        var message = Assert.Throws<SettingException>(() => Read((name, text))).Message;
        Assert.StartsWith(name, message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AI_SRE_CLUSTER_ID", "a b")]
    [InlineData("AI_SRE_ADVERTISED_IP", "0.0.0.0")]
    [InlineData("AI_SRE_ADVERTISED_IP", "silo-1")]
    [InlineData("AI_SRE_SERVE_API", "yes")]
    public void A_wrong_setting_is_refused_with_its_name_and_value(string name, string text)
    {
        var message = Assert.Throws<SettingException>(() => Read((name, text))).Message;
        Assert.StartsWith($"{name} is '{text}'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_API_process_without_Redis_says_what_it_needs()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection([new("AI_SRE_REDIS", "")]);
        Assert.Contains("AI_SRE_REDIS", Assert.Throws<SettingException>(builder.AddClusterClient).Message, StringComparison.Ordinal);
    }

    private static SiloOptions Read(params (string Name, string Value)[] settings) => SiloOptions.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => new KeyValuePair<string, string?>(setting.Name, setting.Value)))
            .Build());
}
