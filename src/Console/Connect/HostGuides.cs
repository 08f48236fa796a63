using System.Collections.Immutable;

namespace AiSre.Console.Connect;

internal static class HostGuides
{
    public static readonly ImmutableArray<ToolGuide> All =
    [
        new("zabbix", "Zabbix", "a media type Webhook that posts its parameters as JSON to {url}",
            """
            event_id={EVENT.ID}  event_value={EVENT.VALUE}  event_name={EVENT.NAME}
            event_nseverity={EVENT.NSEVERITY}  event_update_status={EVENT.UPDATE.STATUS}  acknowledged={EVENT.ACK.STATUS}
            host_host={HOST.HOST}  event_tags={EVENT.TAGSJSON}  zabbix_url={$ZABBIX.URL}
            """,
            "Set the header X-API-Key to the key in the script."),
        ToolGuide.WithHeader("checkmk", "Checkmk", "a notification script", "The script posts its NOTIFY_… variables as JSON."),
        ToolGuide.WithHeader(
            "icinga", "Icinga 2", "a notification command that posts its macros as JSON",
            "By the names notification_type, host_name, service_name, service_state, service_output."),
        ToolGuide.WithHeader(
            "nagios", "Nagios, Naemon", "a notification command that posts its macros as JSON",
            "By the names NOTIFICATIONTYPE, HOSTNAME, SERVICEDESC, SERVICESTATE, SERVICEOUTPUT."),
        new(
            "librenms", "LibreNMS", "an alert transport of the type API",
            "URL:     {url}\nMethod:  POST\nHeader:  X-API-Key={key}\nBody:    {{ json_encode($alert) }}"),
        new("prtg", "PRTG", "a notification \"Execute HTTP action\"",
            "URL:      {login}\nPayload:  {\"sensorid\":\"%sensorid\",\"device\":\"%device\",\"sensor\":\"%name\"," +
                "\"status\":\"%status\",\"message\":\"%message\",\"linksensor\":\"%linksensor\"}",
            "For down and for up."),
        new("solarwinds", "SolarWinds", "a trigger action \"Send a POST request\"",
            "URL:   {login}\nBody:  {\"AlertName\":\"${N=Alerting;M=AlertName}\"," +
                "\"AlertObjectID\":\"${N=Alerting;M=AlertObjectID}\",\"Severity\":\"${N=Alerting;M=Severity}\"," +
                "\"NodeName\":\"${NodeName}\",\"Message\":\"${N=Alerting;M=AlertMessage}\",\"Status\":\"Active\"}",
            "The same as reset action, with \"Status\":\"Reset\"."),
        new("netdata", "Netdata", "Netdata Cloud, integration Webhook", "URL:             {url}\nAuthentication:  bearer, {key}"),
        new("kapacitor", "Kapacitor", "the TICKscript", ".post('{url}').header('X-API-Key', '{key}')"),
    ];
}
