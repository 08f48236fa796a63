using AiSre.TestHost;

namespace AiSre.Stories.Tests;

/// <summary>The disk is lost, and docs/backup-and-restore.md brings everything back.</summary>
public sealed class BackupDrillTests
{
    private const string Page = "docs/backup-and-restore.md";

    [Fact]
    public async Task After_the_drill_everything_is_as_it_was()
    {
        using var newcomer = new Newcomer("openssl").WithOwnServer();
        newcomer.With("BACKUP", newcomer.File("backups/today")).With("ENV_FILE", newcomer.File("ai-sre.env"));
        var steps = await newcomer.PasteAsync(
        [
            """
            KEY=$(openssl rand -hex 24)
            mkdir -p config
            echo 'services: {checkout: [payments]}' > config/topology.yaml
            cat > "$ENV_FILE" <<END
            ASPNETCORE_ENVIRONMENT=Production
            AI_SRE_DATA_DIR=$PWD/data
            AI_SRE_CONFIG_DIR=$PWD/config
            AI_SRE_API_KEYS=root=$KEY:admin:shop
            END
            set -a; . "$ENV_FILE"; set +a
            AiSre.Silo > ai-sre.log 2>&1 & silo=$!
            until curl -sf localhost:8888/health/ready || ! kill -0 $silo; do sleep 0.5; done
            say() { curl -s --fail-with-body "$@" -H "X-API-Key: $KEY" > answer.json || { cat answer.json; exit 1; }; }
            day=$(date -u -d "30 days" +%Y-%m-%dT12:00:00Z)
            json='Content-Type: application/json'
            say -X PUT localhost:8888/definitions -H 'Content-Type: application/yaml' --data-binary @- <<'YAML'
            users: {grace: {}, heidi: {}}
            teams: {shop: {services: ["*"], layers: [{members: [grace]}]}}
            routes: {default_rules: {critical: [log], high: [log], warning: [log], info: []}}
            YAML
            say localhost:8888/oncall/overrides -H "$json" \
              -d '{"team": "shop", "user": "heidi", "from": "2098-03-30T12:00", "to": "2098-03-30T18:00"}'
            say localhost:8888/silences -H "$json" \
              -d "{\"matchers\": [{\"name\": \"service\", \"value\": \"printer\"}], \"ends_at\": \"$day\", \"comment\": \"toner\"}"
            say -X PUT localhost:8888/heartbeats/nightly -H "$json" -d '{"interval_seconds": 86400}'
            say localhost:8888/webhook -d '{"title": "Checkout is down", "severity": "critical", "service": "checkout"}'
            """,
            .. PageCommands.Of(Page, "before"), .. PageCommands.Of(Page, "backup"),
            // The disaster.
            "kill -9 $silo\nwait $silo || true\nrm -rf data config \"$ENV_FILE\"\nunset AI_SRE_API_KEYS AI_SRE_DATA_DIR AI_SRE_CONFIG_DIR\n",
            .. PageCommands.Of(Page, "restore"),
            """
            cat config/topology.yaml
            ls -l "$BACKUP" | tail -n +2 | cut -c1-10 | grep -v '^d' | sort -u
            """,
        ]);

        var said = string.Join('\n', steps);
        Assert.Equal("6", steps[1].Trim());
        foreach (var words in new[] { "1 silences", "1 overrides", "1 heartbeats", "1 workspaces with definitions", "1 incidents", "as it was" })
            Assert.Contains(words, said, StringComparison.Ordinal);
        Assert.Contains("\"notifications\":\"ok\"", steps[^2], StringComparison.Ordinal);
        Assert.Contains("""{"channel":"log","address":"default","status":"sent","error":null}""", steps[^2], StringComparison.Ordinal);
        Assert.Contains("checkout: [payments]", steps[^1], StringComparison.Ordinal);
        Assert.Equal("-rw-------", steps[^1].Trim().Split('\n')[^1]);
    }
}
