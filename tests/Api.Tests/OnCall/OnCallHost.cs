using System.Net;
using System.Text.Json;
using AiSre.Api.Tests.Edge;
using AiSre.Api.Tests.EndToEnd;
using AiSre.Domain.Definitions.OnCall;
using AiSre.Domain.OnCall;
using AiSre.Grains.Definitions;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Api.Tests.OnCall;

/// <summary>
/// A silo with its API whose workspace <c>default</c> has the teams of the reference's example, and was defined otherwise before 2025.
/// </summary>
public sealed class OnCallHost : IAsyncLifetime
{
    private static readonly RotationLayer Primary = new() { Name = "primary", TimeZone = "Europe/Berlin", Members = ["carol", "dave"] };

    private static readonly Team Payments = new()
    {
        Name = "payments-team", Services = ["payments", "payments-api", "*"], TimeZone = "Europe/Berlin", EscalationContact = "eve",
            Layers = [Primary],
        Overrides =
        [
            new()
            {
                Team = "payments-team", User = "erin", From = OverrideRules.Local("2025-02-05T12:00")!.Value,
                    To = OverrideRules.Local("2025-02-05T16:00")!.Value,
                TimeZone = "Europe/Berlin", Reason = "swap",
            },
        ],
    };

    private static readonly Team Office = new()
    {
        Name = "office-team", Services = ["intranet"], TimeZone = "America/New_York",
        Layers =
        [
            Primary with
            {
                Name = "office", TimeZone = "America/New_York", Members = ["amy"],
                Restrictions = [new([NodaTime.IsoDayOfWeek.Monday, NodaTime.IsoDayOfWeek.Friday], new(9, 0), new(17, 0))],
            },
        ],
    };

    public EmbeddedHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        string[] people = ["carol", "dave", "eve", "erin", "amy", "zoe"];
        var past = Payments with { Services = ["payments"], EscalationContact = null,
            Layers = [Primary with { Members = ["zoe"], Start = new(2023, 1, 2) }], Overrides = [] };
        var now = KnownDefinitions.Of(people, Payments, Office) with
        {
            Overrides =
            [
                new()
                {
                    Id = "ovr-1", Team = "payments-team", User = "eve", From = OverrideRules.Local("2090-02-05T12:00")!.Value,
                        To = OverrideRules.Local("2090-02-05T16:00")!.Value,
                    TimeZone = "Asia/Tokyo", CreatedBy = "root",
                },
            ],
        };
        Host = await EmbeddedHost.StartWithAsync(services => services.AddSingleton<IDefinitions>(new KnownDefinitions(
            "default", (new(2023, 1, 1, 0, 0, 0, TimeSpan.Zero), KnownDefinitions.Of(people, past)),
                (new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero), now))));
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    internal async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await Host.SendAsync(HttpMethod.Get, path, key: EdgeHost.Eyes);
        Assert.True(answer.StatusCode is HttpStatusCode.OK, $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        return await answer.JsonAsync();
    }
}
