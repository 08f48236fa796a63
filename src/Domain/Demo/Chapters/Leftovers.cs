using System.Collections.Immutable;
using AiSre.Domain.Demo.Script;

namespace AiSre.Domain.Demo.Chapters;

/// <summary>Deliveries that nobody could read.</summary>
internal static class Leftovers
{
    public static ImmutableArray<DemoDeadLetter> DeadLetters(DateTimeOffset now) =>
    [
        new(
            "alertmanager",
            """
            {
              "receiver": "ai-sre", "status": "firing", "version": "4", "externalURL": "https://alertmanager.fernhill.example",
              "alerts": [
                {
                  "status": "fireing",
                  "labels": {"alertname": "StockDrift", "service": "inventory", "severity": "warning", "site": "leipzig"},
                  "annotations": {"summary": "Stock of 14 articles differs between shop and warehouse"}
                }
              ]
            }
            """,
            "alerts[0].status: status is \"fireing\"; it must be firing or resolved.", now.AddHours(-19).AddMinutes(-4)),
        new(
            "webhook",
            """
            {"source": "print-station", "severity": "high", "service": "shipping", "labels": {"site": "leipzig", "printer": "zebra-07"}}
            """,
            "title: The body says nothing that could be a title.", now.AddHours(-51)),
    ];
}
