using System.Diagnostics.Metrics;
using Prometheus;

namespace AiSre.Api.Platform;

/// <summary>
/// A chosen few of Orleans' own instruments on <c>/metrics</c>. Their tags do not become labels, but for the type of what is in memory: they name
/// silos' addresses. Recording allocates nothing, because grain calls are recorded one by one.
/// </summary>
internal sealed class OrleansMetrics : IDisposable
{
    private const string Activations = "orleans-catalog-activations";

    /// <summary>What to do with a measurement, by the name that Orleans gives its instrument.</summary>
    private static readonly Dictionary<string, Record> Chosen = new(StringComparer.Ordinal)
    {
        ["orleans-catalog-activation-created"] = Counter("orleans_activations_created_total", "Grains that were brought into memory."),
        ["orleans-catalog-activation-failed-to-activate"] = Counter(
            "orleans_activations_failed_total", "Grains that could not be brought into memory."),
        ["orleans-catalog-activation-concurrent-registration-attempts"] =
            Counter("orleans_activations_raced_total", "Grains that two silos were about to bring into memory; one gave way."),
        ["orleans-app-requests-latency"] = Seconds("orleans_grain_call_seconds", "Seconds from a grain call of this process to its answer."),
        ["orleans-app-requests-timedout"] = Counter("orleans_grain_calls_timed_out_total", "Grain calls of this process that got no answer in time."),
        ["orleans-app-requests-canceled"] = Counter("orleans_grain_calls_canceled_total", "Grain calls of this process that their caller gave up."),
        ["orleans-messaging-rejected"] = Counter("orleans_messages_rejected_total", "Messages that were refused; their calls were not executed."),
        ["orleans-messaging-expired"] = Counter("orleans_messages_expired_total", "Messages that were dropped because their caller no longer waits."),
        ["orleans-messaging-rerouted"] = Counter("orleans_messages_rerouted_total", "Messages that were sent on because their grain has moved."),
        ["orleans-messaging-sent-failed"] = Counter("orleans_messages_send_failed_total", "Messages that could not be sent."),
        ["orleans-messaging-sent-dropped"] = Counter("orleans_messages_dropped_total", "Messages that were dropped before they were sent."),
        ["orleans-messaging-pings-reply-missed"] = Counter("orleans_silo_probes_missed_total", "Probes of other silos that got no answer."),
        ["orleans-gateway-connected-clients"] = Change("orleans_gateway_clients", "API processes that are connected to this silo."),
        ["orleans-gateway-load-shedding"] = Counter("orleans_gateway_shed_total", "Calls of API processes that were refused because of load."),
        ["orleans-client-connected-gateways"] = Gauge("orleans_client_gateways", "Silos that this API process is connected to."),
        ["orleans-scheduler-long-running-turns"] = Counter(
            "orleans_scheduler_long_turns_total", "Pieces of grain code that held a thread for too long."),
        ["orleans-storage-read-errors"] = Counter("orleans_storage_read_errors_total", "Grain states that could not be read."),
        ["orleans-storage-write-errors"] = Counter(
            "orleans_storage_write_errors_total", "Grain states that could not be written, version conflicts included."),
        ["orleans-watchdog-health-checks-failed"] = Counter("orleans_watchdog_failures_total", "Checks of Orleans' own watchdog that failed."),
    };

    private readonly MeterListener listener = new();
    private readonly ActivationGauge activations = new();
    private readonly Lock collecting = new();
    private bool disposed;

    /// <summary>Make it before the silo starts: changes that nobody listened to are lost.</summary>
    public OrleansMetrics(OrleansInstruments instruments)
    {
        this.listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter != instruments.Meter) return;
            if (instrument.Name == Activations) listener.EnableMeasurementEvents(instrument, (Record)activations.Add);
            else if (Chosen.TryGetValue(instrument.Name, out var record)) listener.EnableMeasurementEvents(instrument, record);
        };
        this.listener.SetMeasurementEventCallback<int>(static (_, value, tags, record) => ((Record)record!)(value, tags));
        this.listener.SetMeasurementEventCallback<long>(static (_, value, tags, record) => ((Record)record!)(value, tags));
        this.listener.SetMeasurementEventCallback<double>(static (_, value, tags, record) => ((Record)record!)(value, tags));
        this.listener.Start();
        Metrics.DefaultRegistry.AddBeforeCollectCallback(Collect);
    }

    /// <summary>What one measurement does to its metric.</summary>
    private delegate void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags);

    public void Dispose()
    {
        lock (collecting) disposed = true;
        this.listener.Dispose();
    }

    private void Collect()
    {
        lock (collecting)
        {
            // The registry outlives its host, which happens in tests.
            if (disposed) return;
            this.listener.RecordObservableInstruments();
            activations.Publish();
        }
    }

    private static Record Gauge(string name, string help)
    {
        var gauge = Metrics.CreateGauge(name, help);
        return (value, _) => gauge.Set(value);
    }

    /// <summary>Orleans says by how much it went up or down.</summary>
    private static Record Change(string name, string help)
    {
        var gauge = Metrics.CreateGauge(name, help);
        return (value, _) => gauge.Inc(value);
    }

    private static Record Counter(string name, string help)
    {
        var counter = Metrics.CreateCounter(name, help);
        return (value, _) => counter.Inc(value);
    }

    /// <summary>Orleans measures milliseconds.</summary>
    private static Record Seconds(string name, string help)
    {
        var histogram = Metrics.CreateHistogram(
            name, help, new HistogramConfiguration { Buckets = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10] });
        return (milliseconds, _) => histogram.Observe(milliseconds / 1_000);
    }
}
