using System.Collections.Immutable;
using System.Globalization;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Demo;

/// <summary>Fernhill Outdoor, a shop for tents and boots: who looks after what. All of its channels are sandboxes, so that nobody is ever
/// paged.</summary>
public static class DemoShop
{
    public const string Chat = "chat";
    public const string Phone = "phone";
    public const string Mail = "mail";

    /// <summary>The head of engineering.</summary>
    public const string Admin = "helen";

    /// <summary>The definitions, as somebody would have written them.</summary>
    /// <param name="now">Rotations begin some weeks before.</param>
    public static ImmutableArray<DefinitionDocument> Documents(DateTimeOffset now)
    {
        var monday = now.UtcDateTime.Date.AddDays(-28 - ((int)now.UtcDateTime.DayOfWeek + 6) % 7);
        return [new("shop.yaml", Text.Replace("{start}", monday.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), StringComparison.Ordinal))];
    }

    /// <summary>As the rules read them.</summary>
    public static WorkspaceDefinitions Read(ImmutableArray<DefinitionDocument> documents)
    {
        var reading = new DefinitionsReader(DefinitionSections.Of(new ChannelTypes([SandboxChannelType.Instance])))
            .ReadOwn(documents, AllowedTargets.None);
        return reading.Definitions ?? throw new InvalidOperationException($"The demo's definitions are wrong: {reading.Problems[0]}");
    }

    private const string Text = """
        # Fernhill Outdoor, a shop that does not exist. Its channels are sandboxes: they take every message and send none.
        users:
          jonas: {}
          ines: {}
          mateo: {}
          ruth: {}
          caleb: {}
          yuki: {}
          paulo: {}
          greta: {}
          lena: {}
          tomasz: {}
          naomi: {}
          diego: {}
          mei: {}
          arjun: {}
          helen: {admin: true}

        teams:
          checkout:
            services: [checkout, payments, cart, orders]
            time_zone: Europe/Berlin
            escalation_contact: ines
            layers:
              - {name: weekly, members: [jonas, ines, mateo], every: 1w, start: {start}, handoff: "09:00"}
            addresses: {chat: "#team-checkout"}

          storefront:
            services: [storefront, search, catalog, recommendations, media]
            time_zone: America/New_York
            escalation_contact: ruth
            layers:
              - {name: weekly, members: [ruth, caleb, yuki], every: 1w, start: {start}, handoff: "10:00"}
            addresses: {chat: "#team-storefront"}

          # Packs and ships by day: at night nobody is there, and what cannot wait goes to the contact.
          fulfilment:
            services: [inventory, shipping, warehouse-gateway]
            time_zone: Europe/Berlin
            escalation_contact: greta
            layers:
              - name: by-day
                members: [paulo, greta]
                every: 1w
                start: {start}
                handoff: "08:00"
                restrictions:
                  - {days: [mon, tue, wed, thu, fri, sat], from: "06:00", to: "22:00"}
            addresses: {chat: "#team-fulfilment"}

          # Everything else, by whoever has daylight.
          platform:
            services: ["*"]
            time_zone: Europe/Berlin
            escalation_contact: lena
            layers:
              - {name: europe, members: [lena, tomasz], every: 1w, start: {start}, handoff: "08:00"}
              - name: americas
                time_zone: America/New_York
                members: [naomi, diego]
                every: 1w
                start: {start}
                handoff: "10:00"
                restrictions: [{from: "10:00", to: "18:00"}]
              - name: asia
                time_zone: Asia/Singapore
                members: [mei, arjun]
                every: 1w
                start: {start}
                handoff: "07:00"
                restrictions: [{from: "07:00", to: "15:00"}]
            addresses: {chat: "#team-platform"}

        channels:
          chat: {type: sandbox, as: chat}
          phone: {type: sandbox, as: pager}
          mail: {type: sandbox, as: mail}

        routes:
          default_rules:
            critical: [chat]
            high: [chat]
            warning: [chat]
            info: []

        policies:
          # A minute without checkout is a minute without sales.
          money-path:
            match: {services: [checkout, payments], severities: [critical, high]}
            levels:
              - {after_minutes: 0, targets: ["schedule:checkout"], channels: [chat, phone]}
              - {after_minutes: 5, targets: ["contact:checkout"], channels: [phone]}
              - {after_minutes: 15, targets: ["user:helen"], channels: [phone, mail]}
            cycle_minutes: 30
            repeat: 1
            ack_timeout_minutes: 120

          urgent:
            match: {severities: [critical, high]}
            levels:
              - {after_minutes: 0, targets: ["schedule:*"], channels: [chat, phone]}
              - {after_minutes: 15, targets: ["contact:*"], channels: [phone]}
              - {after_minutes: 30, targets: ["role:admin"], channels: [mail]}
            cycle_minutes: 60

        # What may be done to the shop's cluster. There is none: whatever is asked for here is decided and not done.
        action_policies:
          - name: shop
            actions: [restart_pod, scale_deployment, suggest_config_fix]
            namespaces: [shop]
            auto: {enabled: true, actions: [restart_pod], namespaces: [shop], min_verified: 5, max_budget_burn: 6}
            freeze:
              - {name: weekend, time_zone: Europe/Berlin, days: [sat, sun], allow_roles: [operator, admin]}

          # Whoever restarts a database calls somebody first.
          - name: databases
            actions: [restart_pod, scale_deployment]
            namespaces: [data]
            approval: forbidden

          - name: elsewhere
            actions: [restart_pod, suggest_config_fix]
            namespaces: ["*"]
            max_blast_radius: single_pod
            four_eyes: true
            limits: {max_actions_per_hour: 4, max_restarts_per_workload_per_hour: 1}
        """;
}
