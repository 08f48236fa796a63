using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using CsCheck;
using static AiSre.Domain.Tests.Alerts.Sources.Bodies;

namespace AiSre.Domain.Tests.Alerts;

/// <summary>Text joins two alerts only if nothing that was said tells them apart.</summary>
public class DifferentProblemsTests
{
    /// <summary>What names a place or a thing, beside service, namespace and workload.</summary>
    private static readonly ImmutableArray<string> Places =
    [
        "env", "environment", "region", "zone", "instance", "scope", "device", "mountpoint", "topic", "queue", "database", "tenant", "url", "job",
    ];

    [Theory]
    // The same title about two things that fields name.
    [InlineData("""{"title":"Fan failed","host":"rack-7"}""", """{"title":"Fan failed","host":"rack-8"}""")]
    [InlineData("""{"title":"Fan failed","node":"rack-7"}""", """{"title":"Fan failed"}""")]
    [InlineData("""{"title":"Gateway slow","service":"gw","cluster":"fra"}""", """{"title":"Gateway slow","service":"gw","cluster":"ams"}""")]
    [InlineData("""{"title":"Gateway slow","service":"gw"}""", """{"title":"Gateway slow","service":"mail"}""")]
    [InlineData("""{"title":"Pods crash","service":"gw","deployment":"edge"}""", """{"title":"Pods crash","service":"gw","deployment":"core"}""")]
    [InlineData("""{"title":"Pods crash","service":"gw","pod":"edge-0"}""", """{"title":"Pods crash","service":"gw","pod":"core-0"}""")]
    // About two things that labels name.
    [InlineData("""{"title":"Slow","labels":{"env":"live"}}""", """{"title":"Slow","labels":{"env":"test"}}""")]
    [InlineData("""{"title":"Slow","labels":{"env":"live"}}""", """{"title":"Slow","labels":{"environment":"test"}}""")]
    [InlineData("""{"title":"Slow","labels":{"region":"north"}}""", """{"title":"Slow","labels":{"region":"south"}}""")]
    [InlineData("""{"title":"Slow","labels":{"zone":"1a"}}""", """{"title":"Slow","labels":{"zone":"1b"}}""")]
    [InlineData("""{"title":"Full","labels":{"device":"sdb1"}}""", """{"title":"Full","labels":{"device":"sdc1"}}""")]
    [InlineData("""{"title":"Full","labels":{"mountpoint":"/srv"}}""", """{"title":"Full","labels":{"mountpoint":"/opt"}}""")]
    [InlineData("""{"title":"Lag","service":"bus","labels":{"topic":"carts"}}""", """{"title":"Lag","service":"bus","labels":{"topic":"mails"}}""")]
    [InlineData("""{"title":"Long","labels":{"queue":"in"}}""", """{"title":"Long","labels":{"queue":"out"}}""")]
    [InlineData("""{"title":"Locks","labels":{"database":"users"}}""", """{"title":"Locks","labels":{"database":"stock"}}""")]
    [InlineData("""{"title":"Quota","labels":{"tenant":"anvil"}}""", """{"title":"Quota","labels":{"tenant":"bolt"}}""")]
    [InlineData("""{"title":"Down","labels":{"url":"https://a.test"}}""", """{"title":"Down","labels":{"url":"https://b.test"}}""")]
    [InlineData("""{"title":"Failed","labels":{"job":"backup"}}""", """{"title":"Failed","labels":{"job":"report"}}""")]
    [InlineData("""{"title":"Down","labels":{"instance":"a:9100"}}""", """{"title":"Down","labels":{"instance":"b:9100"}}""")]
    [InlineData("""{"title":"Down","labels":{"scope":"shard:1"}}""", """{"title":"Down","labels":{"scope":"shard:2"}}""")]
    [InlineData("""{"title":"Down","tags":["region:north"]}""", """{"title":"Down","tags":["region:south"]}""")]
    [InlineData("""{"title":"Lag","service":"bus","topic":"carts"}""", """{"title":"Lag","service":"bus","topic":"mails"}""")]
    [InlineData("""{"title":"Slow","region":"north"}""", """{"title":"Slow","region":"south"}""")]
    // A word in another's place.
    [InlineData("""{"title":"Nightly import of supplier tables failed for acme","service":"etl"}""",
        """{"title":"Nightly import of supplier tables failed for zenith","service":"etl"}""")]
    [InlineData("""{"title":"Certificate of mail.example.test ends in less than ten days","service":"tls"}""",
        """{"title":"Certificate of chat.example.test ends in less than ten days","service":"tls"}""")]
    [InlineData("""{"title":"Replication from berlin to lisbon is far behind","service":"db"}""",
        """{"title":"Replication from lisbon to berlin is far behind","service":"db"}""")]
    [InlineData("""{"title":"Messages pile up in the queue payments-dlq of broker","service":"mq"}""",
        """{"title":"Messages pile up in the queue payments of broker","service":"mq"}""")]
    [InlineData("""{"title":"Too many failed log-ins of user alice from the office","service":"auth"}""",
        """{"title":"Too many failed log-ins of user bob from the office","service":"auth"}""")]
    // Two addresses where nothing else says what it is about.
    [InlineData("""{"title":"No ping from 192.0.2.7"}""", """{"title":"No ping from 192.0.2.9"}""")]
    [InlineData("""{"title":"No ping from 192.0.2.7"}""", """{"title":"No ping from 192.9.2.7"}""")]
    [InlineData("""{"title":"No ping from 192.0.2.7","service":"net"}""", """{"title":"No ping from 192.0.2.9","service":"net"}""")]
    [InlineData("""{"title":"No ping from 2001:db8::7"}""", """{"title":"No ping from 2001:db8::9"}""")]
    [InlineData("""{"title":"Port closed at 192.0.2.7:22","namespace":"ops"}""", """{"title":"Port closed at 192.0.2.8:22","namespace":"ops"}""")]
    // Keys that were chosen.
    [InlineData("""{"title":"Ends soon","dedup_key":"c/1"}""", """{"title":"Ends soon","dedup_key":"c/2"}""")]
    [InlineData("""{"title":"Ends soon","fingerprint":"f1"}""", """{"title":"Ends soon","fingerprint":"f2"}""")]
    public void Two_problems_are_two_incidents(string first, string second) => AssertApart(
        One(AlertSource.Webhook, first), One(AlertSource.Webhook, second));

    [Theory]
    [InlineData("""{"title":"Errors","alert_id":"7","scope":"","tags":"service:cart"}""",
        """{"title":"Errors","alert_id":"8","scope":"","tags":"service:cart"}""")]
    [InlineData("""{"title":"Errors","alert_id":"7","scope":"host:a"}""", """{"title":"Errors","alert_id":"7","scope":"host:b"}""")]
    [InlineData("""{"title":"Errors","aggreg_key":"k1","tags":"service:cart"}""", """{"title":"Errors","aggreg_key":"k2","tags":"service:cart"}""")]
    [InlineData("""{"title":"[Triggered on {host:a}] Errors"}""", """{"title":"[Triggered on {host:b}] Errors"}""")]
    [InlineData("""{"title":"[Triggered on {shard:1}] Errors"}""", """{"title":"[Triggered on {shard:2}] Errors"}""")]
    public void Two_monitors_or_scopes_are_two_incidents(string first, string second) => AssertApart(
        One(AlertSource.Datadog, first), One(AlertSource.Datadog, second));

    [Theory]
    [InlineData("""{"title":"Fan failed","host":"rack-7"}""", """{"title":"Fan failed","host":"RACK-7"}""")]
    [InlineData("""{"title":"Slow","labels":{"env":"live"}}""", """{"title":"Slow","labels":{"environment":"live"}}""")]
    [InlineData("""{"title":"Down","labels":{"instance":"a:9100"}}""", """{"title":"Down","labels":{"instance":"a:9100","severity":"high"}}""")]
    [InlineData("""{"title":"Slow","labels":{"env":"live","team":"x"}}""", """{"title":"Slow","labels":{"team":"y","env":"live"}}""")]
    [InlineData("""{"title":"Ends soon","id":"n-1"}""", """{"title":"Ends soon","id":"n-2"}""")]
    [InlineData("""{"title":"Timeout of 192.0.2.7:80","service":"gw","namespace":"live"}""",
        """{"title":"Timeout of 192.0.2.9:81","service":"gw","namespace":"live"}""")]
    [InlineData("""{"title":"Timeout of 192.0.2.7","host":"a"}""", """{"title":"Timeout of 192.0.2.9","host":"a"}""")]
    [InlineData("""{"title":"Timeout of 2001:db8::7","pod":"edge-0"}""", """{"title":"Timeout of 2001:db8::9","pod":"edge-0"}""")]
    [InlineData("""{"title":"Backup finished at 10:30:15 with 3 errors"}""", """{"title":"Backup finished at 11:00:02 with 4 errors"}""")]
    [InlineData("""{"title":"Main database down","service":"db"}""", """{"title":"Main database is down","service":"db"}""")]
    [InlineData("""{"title":"Main database is down!","service":"db"}""", """{"title":"Main database (still) is down","service":"db"}""")]
    public void One_problem_is_one_incident(string first, string second)
    {
        var (one, other) = (One(AlertSource.Webhook, first), One(AlertSource.Webhook, second));
        Assert.NotNull(Signals.Decide(other, [Signals.Open(one, Signals.Noon)], Signals.Noon).Strategy);
        Assert.NotNull(Signals.Decide(one, [Signals.Open(other, Signals.Noon)], Signals.Noon).Strategy);
    }

    [Fact]
    public void Alerts_that_differ_in_any_identifying_field_never_share_an_incident_by_text() => Gen.Select(
        TitleNormalizerTests.AnyTitle, Gen.Int[0, 4 + Places.Length], Gen.String[Gen.Char["abcxyz-./19"], 1, 12],
        Gen.String[Gen.Char["abcxyz-./19"], 1, 12])
        .Where((_, _, one, other) => one != other)
        .Sample((title, field, one, other) => AssertApart(With(title, field, one), With(title, field, other)), iter: 3_000);

    [Fact]
    public void Alerts_that_name_one_place_and_nothing_else_are_apart_from_those_that_name_none() => Gen.Select(
        TitleNormalizerTests.AnyTitle, Gen.Int[3, 4 + Places.Length], Gen.String[Gen.Char["abcxyz"], 1, 12])
        .Sample((title, field, value) => AssertApart(With(title, field, value), With(title, field, "")), iter: 1_000);

    [Fact]
    public void A_place_is_the_same_whatever_the_order_of_its_labels_and_costs_nothing_to_compute()
    {
        var subject = new AlertSubject { Cluster = "c", Node = "n" };
        ImmutableArray<AlertLabel> labels = [new("env", "live"), new("region", "north"), new("team", "x"), new("topic", "carts")];
        Assert.Equal(AlertPlace.Of(subject, labels), AlertPlace.Of(subject, [.. labels.Reverse()]));
        Assert.Equal(AlertPlace.None, AlertPlace.Of(AlertSubject.None, [new("team", "x"), new("env", "")]));
        Assert.Equal(AlertPlace.None, AlertPlace.Of(AlertSubject.None, default));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) _ = AlertPlace.Of(subject, labels);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_place_is_stored_and_stays_the_same_between_releases()
    {
        var subject = new AlertSubject { Cluster = "fra", Node = "Rack-7:9100" };
        var signal = Signals.Firing("down") with { Subject = subject, Labels = [new("Env", "live")] };
        var hash = Signals.HashOf(signal);
        Assert.Equal(hash, Signals.HashOf(signal with { Subject = new AlertSubject { Cluster = "FRA", Node = "rack-7" } }));
        Assert.Equal(ContentHash.PlaceOf(hash), AlertPlace.Of(signal.Subject, signal.Labels));
        Assert.Equal(Signals.HashOf(signal with { Subject = AlertSubject.None, Labels = [] }), ContentHash.WithoutPlace(hash));
    }

    private static AlertSignal With(string title, int field, string value)
    {
        var signal = Signals.Firing(title, service: null, @namespace: null);
        var subject = signal.Subject;
        return field switch
        {
            0 => signal with { Subject = subject with { Service = value } },
            1 => signal with { Subject = subject with { Namespace = value } },
            2 => signal with { Subject = subject with { Deployment = value } },
            3 => signal with { Subject = subject with { Cluster = value } },
            4 => signal with { Subject = subject with { Node = value } },
            _ => signal with { Labels = [new(Places[field - 5], value)] },
        };
    }

    private static void AssertApart(AlertSignal first, AlertSignal second)
    {
        Assert.Null(Signals.Decide(second, [Signals.Open(first, Signals.Noon)], Signals.Noon).Strategy);
        Assert.Null(Signals.Decide(first, [Signals.Open(second, Signals.Noon)], Signals.Noon).Strategy);
    }
}
