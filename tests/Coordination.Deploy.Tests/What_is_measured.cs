using System.Text.Json.Nodes;

namespace Coordination.Deploy.Tests;

/// <summary>Alert rules, the dashboard, and the way of the measures to them.</summary>
public sealed class What_is_measured
{
    private const string Folder = "observability/";

    private static readonly IReadOnlyList<JsonNode> Rules = [.. Yaml.Read(Folder + "alerts.yaml")["groups"]!.AsArray().SelectMany(group => group!["rules"]!.AsArray()).Select(rule => rule!)];

    private static readonly JsonObject Dashboard = JsonNode.Parse(Deployment.Read(Folder + "grafana-dashboard.json"))!.AsObject();

    private static readonly IReadOnlyList<(string Panel, string Query)> Shown =
        [.. from panel in Dashboard["panels"]!.AsArray() from target in panel!["targets"]!.AsArray() select (panel!["title"]!.GetValue<string>(), target!["expr"]!.GetValue<string>())];

    [Fact]
    public void Each_measure_says_what_it_is_so_that_its_name_in_Prometheus_is_known()
    {
        Assert.True(Measures.All.Count >= 15, $"only {Measures.All.Count} measures were found");
        Assert.All(Measures.All, measure => Assert.NotEmpty(measure.Series));
        Assert.Equal(["coordination_escalation_lateness_seconds_bucket", "coordination_escalation_lateness_seconds_sum", "coordination_escalation_lateness_seconds_count"],
            Measures.All.Single(measure => measure.Name == "coordination.escalation.lateness").Series);
    }

    [Fact]
    public void Alert_rules_ask_only_for_what_is_measured()
        => Sentences.None(Rules.SelectMany(rule => Query.Read(rule["expr"].Text()).Wrongs().Select(wrong => $"{rule["alert"].Text()}: {wrong}")));

    [Fact]
    public void The_dashboard_asks_only_for_what_is_measured_and_shows_all_of_it()
    {
        Sentences.None(Shown.SelectMany(one => Query.Read(one.Query).Wrongs().Select(wrong => $"{one.Panel}: {wrong}")));
        var shown = Shown.SelectMany(one => Query.Read(one.Query).Series).ToHashSet();
        Sentences.None(Measures.All.Where(measure => !measure.Series.Any(shown.Contains)).Select(measure => $"{measure.Name} is measured and not shown"));
    }

    [Fact]
    public void The_route_whose_requests_are_counted_is_the_one_that_takes_alerts()
    {
        var compared = Rules.SelectMany(rule => Query.Read(rule["expr"].Text()).Compared).Where(one => one.Series == Measures.Requests).ToArray();

        Assert.Contains(compared, one => one.Label == "http_route");
        Assert.All(compared.Where(one => one.Label == "http_route"), one => Assert.Contains(one.Value, TheHost.Routes));
        // As ASP.NET Core's own convention names them.
        Assert.All(compared, one => Assert.Contains(one.Label, new[] { "http_route", "http_response_status_code" }));
    }

    [Fact]
    public void Each_rule_says_how_urgent_it_is_and_what_to_do()
    {
        Assert.True(Rules.Count >= 10, $"only {Rules.Count} rules were found");
        Assert.Equal(Rules.Count, Rules.Select(rule => rule["alert"].Text()).Distinct().Count());
        Sentences.None(Rules.Where(rule => rule["labels"]?["severity"].Text() is not ("critical" or "warning")).Select(rule => $"{rule["alert"].Text()} has no severity"));
        Sentences.None(Rules.Where(rule => rule["annotations"]?["summary"].Text() is not { Length: > 10 } || rule["annotations"]?["description"].Text() is not { Length: > 30 })
            .Select(rule => $"{rule["alert"].Text()} does not say what to do"));
    }

    [Fact]
    public void Each_rule_is_seen_to_fire_and_seen_to_be_silent()
    {
        var seen = Yaml.Read(Folder + "alerts.test.yaml")["tests"]!.AsArray().SelectMany(test => test!["alert_rule_test"]!.AsArray())
            .ToLookup(test => test!["alertname"].Text(), test => test!["exp_alerts"] is JsonArray { Count: > 0 });

        Sentences.None(Rules.Select(rule => rule["alert"].Text()).Where(alert => !(seen[alert].Contains(true) && seen[alert].Contains(false)))
            .Select(alert => $"{alert} is not seen both to fire and to be silent"));
    }

    [ToolFact("promtool")]
    public async Task Promtool_accepts_rules_and_configuration()
    {
        (await Ran.ProgramAsync("promtool", ["check", "rules", "--lint-fatal", "alerts.yaml"], Deployment.PathOf(Folder))).Well();
        (await Ran.ProgramAsync("promtool", ["check", "config", "prometheus.yaml"], Deployment.PathOf(Folder))).Well();
    }

    [ToolFact("promtool")]
    public async Task The_alerts_come_when_they_must_and_not_before()
        => (await Ran.ProgramAsync("promtool", ["test", "rules", "alerts.test.yaml"], Deployment.PathOf(Folder))).Well();

    /// <summary>Each panel's query becomes a rule, because rules are what promtool reads.</summary>
    [ToolFact("promtool")]
    public async Task Promtool_accepts_the_queries_of_the_dashboard()
    {
        var folder = Directory.CreateTempSubdirectory("coordination-queries-");
        try
        {
            var rules = Shown.Select((one, number) => new JsonObject { ["record"] = $"panel:{number}", ["expr"] = one.Query.Replace("$__rate_interval", "1m", StringComparison.Ordinal) });
            var file = new JsonObject { ["groups"] = new JsonArray(new JsonObject { ["name"] = "dashboard", ["rules"] = new JsonArray([.. rules]) }) };
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "rules.json"), file.ToJsonString());

            (await Ran.ProgramAsync("promtool", ["check", "rules", "rules.json"], folder.FullName)).Well();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Every_panel_asks_the_data_source_that_is_set_up_and_has_its_place()
    {
        var source = Assert.Single(Yaml.Read(Folder + "grafana/datasources.yaml")["datasources"]!.AsArray())!;
        var panels = Dashboard["panels"]!.AsArray().Select(panel => panel!).ToArray();

        Assert.All(panels.Concat(panels.SelectMany(panel => panel["targets"]!.AsArray()!)), one => Assert.Equal(source["uid"].Text(), one!["datasource"]!["uid"]!.GetValue<string>()));
        Assert.Equal(panels.Length, panels.Select(panel => panel["id"]!.GetValue<int>()).Distinct().Count());
        Assert.All(panels, panel => Assert.False(string.IsNullOrWhiteSpace(panel["description"]?.GetValue<string>())));
        var places = panels.SelectMany(panel => Cells(panel["gridPos"]!)).ToArray();
        Assert.Equal(places.Length, places.Distinct().Count());
        Assert.All(places, place => Assert.InRange(place.X, 0, 23));
    }

    [Fact]
    public void The_way_from_a_server_to_Prometheus_has_no_gap()
    {
        var collector = Yaml.Read(Folder + "otel-collector.yaml");
        var services = Yaml.Read("compose.yaml")["services"]!;

        foreach (var (pipeline, parts) in collector["service"]!["pipelines"]!.AsObject())
        {
            Assert.All(new[] { "receivers", "processors", "exporters" }, part => Assert.All(parts![part].Names(), name => Assert.True(collector[part]!.AsObject().ContainsKey(name), $"{pipeline}: no {part} is named {name}")));
            Assert.Contains("otlp", parts!["receivers"].Names());
        }

        Assert.Contains("metrics", collector["service"]!["pipelines"].Names());
        Assert.Contains("traces", collector["service"]!["pipelines"].Names());
        Assert.All(collector["service"]!["extensions"].Names(), name => Assert.True(collector["extensions"]!.AsObject().ContainsKey(name), name));
        Assert.Equal("http://otel-collector:" + Port(collector["receivers"]!["otlp"]!["protocols"]!["grpc"]!["endpoint"]), Mentioned(Deployment.Read("compose.yaml"), "http://otel-collector:"));
        var scraped = Yaml.Read(Folder + "prometheus.yaml")["scrape_configs"]!.AsArray().Single()!;
        Assert.Equal(["otel-collector:" + Port(collector["exporters"]!["prometheus"]!["endpoint"])], scraped["static_configs"]![0]!["targets"].Names());
        Assert.Equal("true", scraped["honor_labels"].Text());
        Assert.All(new[] { "otel-collector", "prometheus", "grafana" }, name => Assert.Equal(["observability"], services[name]!["profiles"].Names()));
        Assert.Equal("http://prometheus:9090", Yaml.Read(Folder + "grafana/datasources.yaml")["datasources"]![0]!["url"].Text());
        var path = Yaml.Read(Folder + "grafana/dashboards.yaml")["providers"]![0]!["options"]!["path"].Text();
        Assert.Contains(services["grafana"]!["volumes"]!.AsArray(), volume => volume!["source"].Text() == "./observability/grafana-dashboard.json" && volume["target"].Text().StartsWith(path + "/", StringComparison.Ordinal));
        // The rules lie where the configuration looks for them: beside itself.
        Assert.Equal(["alerts.yaml"], Yaml.Read(Folder + "prometheus.yaml")["rule_files"].Names());
        Assert.Contains(services["prometheus"]!["volumes"]!.AsArray(), volume => volume!["source"].Text() == "./observability/alerts.yaml" && volume["target"].Text() == "/etc/prometheus/alerts.yaml");
    }

    private static string Port(JsonNode? endpoint) => endpoint.Text().Split(':')[^1];

    private static string Mentioned(string text, string beginning)
    {
        var at = text.IndexOf(beginning, StringComparison.Ordinal);
        return text[at..text.IndexOfAny(['\n', ' '], at)];
    }

    private static IEnumerable<(int X, int Y)> Cells(JsonNode place)
        => from x in Enumerable.Range(place["x"]!.GetValue<int>(), place["w"]!.GetValue<int>())
           from y in Enumerable.Range(place["y"]!.GetValue<int>(), place["h"]!.GetValue<int>())
           select (x, y);
}
