using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using AiSre.KubernetesStub;

namespace AiSre.Integrations.Tests.Kubernetes;

/// <summary>What the stub promises beyond what the gateway uses: others build on it.</summary>
public sealed class StubTests : IAsyncLifetime
{
    private StubCluster stub = null!;
    private HttpClient http = null!;

    public async ValueTask InitializeAsync()
    {
        stub = await StubCluster.StartAsync();
        http = new() { BaseAddress = stub.Address };
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await stub.DisposeAsync();
    }

    [Theory]
    [InlineData("app=checkout", 2), InlineData("app!=checkout", 1), InlineData("app in (checkout, cart)", 3), InlineData("app notin (cart)", 2)]
    [InlineData("app,!gone", 3), InlineData("gone", 0), InlineData("app in (checkout),app!=cart", 2)]
    public async Task Label_selectors_choose(string selector, int expected)
    {
        stub.Deployment("shop", "checkout", 2);
        stub.Deployment("shop", "cart", 1);

        Assert.Equal(expected, (await ListAsync($"/api/v1/namespaces/shop/pods?labelSelector={Uri.EscapeDataString(selector)}")).Count);
    }

    [Theory]
    [InlineData("spec.nodeName=node-1", 3), InlineData("status.phase!=Running", 0), InlineData("metadata.namespace=shop", 2)]
    [InlineData("metadata.name=cart-0,status.phase=Running", 1)]
    public async Task Field_selectors_choose(string selector, int expected)
    {
        stub.Deployment("shop", "checkout", 2);
        stub.StatefulSet("other", "cart", 1);

        Assert.Equal(expected, (await ListAsync($"/api/v1/pods?fieldSelector={Uri.EscapeDataString(selector)}")).Count);
    }

    [Fact]
    public async Task A_field_that_no_index_has_is_refused() =>
        Assert.Equal(HttpStatusCode.BadRequest, (await http.GetAsync("/apis/apps/v1/deployments?fieldSelector=spec.replicas=1")).StatusCode);

    [Fact]
    public async Task Versions_grow_with_every_write_and_generations_with_the_spec()
    {
        var made = stub.Deployment("shop", "checkout", 1);
        const string Path = "/apis/apps/v1/namespaces/shop/deployments/checkout";
        var labelled = await PatchAsync(Path, new { metadata = new { labels = new { tier = "front" } } });
        var scaled = await PatchAsync(Path, new { spec = new { replicas = 2 } });

        Assert.True(int.Parse(labelled.ResourceVersion()) > int.Parse(made.ResourceVersion()));
        Assert.Equal(("1", "2"), (KubeJson.Text(labelled.Meta()["generation"]), KubeJson.Text(scaled.Meta()["generation"])));
        Assert.Equal("front", KubeJson.Text(scaled.Meta()["labels"]!["tier"]));
        Assert.Equal(2, stub.PodsOf("shop", "checkout").Count);
    }

    [Fact]
    public async Task A_replacement_of_an_older_version_conflicts()
    {
        var old = stub.Deployment("shop", "checkout", 1);
        stub.Edit("Deployment", "shop", "checkout", one => one.Spec()["replicas"] = 2);

        using var answer = await http.PutAsync("/apis/apps/v1/namespaces/shop/deployments/checkout", Body(old));

        var status = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal(("Status", "Conflict"), (KubeJson.Text(status["kind"]), KubeJson.Text(status["reason"])));
    }

    [Fact]
    public async Task A_deletion_of_another_UID_conflicts_and_a_finalizer_keeps_what_is_being_deleted()
    {
        stub.StatefulSet("shop", "web", 1);
        stub.Edit("Pod", "shop", "web-0", pod => pod.Meta()["finalizers"] = new JsonArray("example.com/hold"));

        const string Path = "/api/v1/namespaces/shop/pods/web-0";
        Assert.Equal(HttpStatusCode.Conflict, await DeleteAsync(Path, new { preconditions = new { uid = "another" } }));
        Assert.Equal(HttpStatusCode.OK, await DeleteAsync(Path, new { }));

        Assert.True(stub.Find("Pod", "shop", "web-0")!.IsTerminating());
        var held = stub.Find("Pod", "shop", "web-0")!.Uid();
        stub.Edit("Pod", "shop", "web-0", pod => pod.Meta()["finalizers"] = new JsonArray());
        Assert.NotEqual(held, stub.Find("Pod", "shop", "web-0")!.Uid());
    }

    [Fact]
    public async Task A_list_goes_on_as_it_was_when_it_began_until_its_token_is_too_old()
    {
        for (var i = 0; i < 5; i++) stub.Node($"node-{i}");
        var first = await GetAsync("/api/v1/nodes?limit=2");
        var token = KubeJson.Text(first["metadata"]!["continue"]);
        stub.Node("node-1b");
        var second = await GetAsync($"/api/v1/nodes?limit=9&continue={token}");

        Assert.Equal("3", KubeJson.Text(first["metadata"]!["remainingItemCount"]));
        Assert.Equal(["node-2", "node-3", "node-4"], second["items"]!.AsArray().Select(node => node!.AsObject().Name()));
        stub.ExpireLists();
        using var late = await http.GetAsync($"/api/v1/nodes?limit=2&continue={token}");
        Assert.Equal(HttpStatusCode.Gone, late.StatusCode);
    }

    [Fact]
    public async Task Of_several_containers_one_must_be_named()
    {
        var pod = stub.Pod("shop", "two");
        stub.Edit("Pod", "shop", "two", one => one.Spec()["containers"]!.AsArray().Add(KubeJson.Of(new { name = "proxy", image = "proxy:1" })));
        stub.Logs.Write(pod, "proxy", "a\nb\nc");

        Assert.Equal(HttpStatusCode.BadRequest, (await http.GetAsync("/api/v1/namespaces/shop/pods/two/log")).StatusCode);
        Assert.Equal("b\nc", await http.GetStringAsync("/api/v1/namespaces/shop/pods/two/log?container=proxy&tailLines=2"));
        Assert.Equal("b", await http.GetStringAsync("/api/v1/namespaces/shop/pods/two/log?container=proxy&tailLines=2&limitBytes=1"));
    }

    [Fact]
    public async Task Only_what_has_changed_something_is_in_the_log_of_writes()
    {
        var deployment = stub.Deployment("shop", "checkout", 1);
        await PatchAsync("/apis/apps/v1/namespaces/shop/deployments/checkout/scale?dryRun=All", new { spec = new { replicas = 3 } });
        Assert.Empty(stub.Writes.All);
        await PatchAsync("/apis/apps/v1/namespaces/shop/deployments/checkout/scale", new { spec = new { replicas = 3 } });

        Assert.Equal(deployment.Uid(), Assert.Single(stub.Writes.All).Uid);
    }

    private async Task<JsonObject> GetAsync(string path) => (await http.GetFromJsonAsync<JsonObject>(path))!;

    private async Task<JsonArray> ListAsync(string path) => (await GetAsync(path))["items"]!.AsArray();

    private async Task<JsonObject> PatchAsync(string path, object patch)
    {
        using var body = new StringContent(KubeJson.Of(patch).ToJsonString(), Encoding.UTF8, "application/merge-patch+json");
        using var answer = await http.PatchAsync(path, body);
        answer.EnsureSuccessStatusCode();
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();
    }

    private async Task<HttpStatusCode> DeleteAsync(string path, object options)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, path) { Content = Body(KubeJson.Of(options)) };
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    private static StringContent Body(JsonObject body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");
}
