using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Coordination.Deploy.Tests;

public sealed partial class The_compose_files
{
    /// <summary>Made by others, and set in their own words.</summary>
    private static readonly string[] OfOthers = ["POSTGRES_", "MP_", "GF_", "ACCEPT_EULA", "MSSQL_PID"];

    public static TheoryData<string> Both => new() { Compose.Base, Compose.SqlServer };

    [ToolFact("npm", "node")]
    public async Task A_linter_with_the_schema_of_compose_finds_nothing()
        => (await Linters.RunAsync("dclint", "--config", Linters.Configuration("dclint.json"), "--max-warnings", "0", Compose.Base, Compose.SqlServer)).Well();

    [Theory]
    [MemberData(nameof(Both))]
    public void Every_variable_is_one_that_is_read(string file)
    {
        var services = Merged(file).Services().ToArray();

        Assert.True(Merged(file).Servers().Count() == 3);
        Sentences.None(
            from one in services
            from variable in one.Service["environment"] as JsonObject ?? []
            where !OfOthers.Any(prefix => variable.Key.StartsWith(prefix, StringComparison.Ordinal))
            let problem = Settings.Problem(variable.Key, variable.Value.Text())
            where problem is not null
            select $"{one.Name}: {problem}");
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void What_a_service_names_is_declared_and_what_is_declared_is_used(string file)
    {
        var all = Merged(file);
        foreach (var kind in new[] { "secrets", "networks", "volumes" })
        {
            var declared = all[kind].Names().ToHashSet();
            var used = all.Services().SelectMany(one => kind == "volumes"
                ? (one.Service[kind] as JsonArray ?? []).Where(volume => volume!["type"].Text() == "volume").Select(volume => volume!["source"].Text())
                : one.Service[kind].Names()).ToHashSet();
            Sentences.None(used.Except(declared).Select(name => $"{kind}: {name} is used and not declared"));
            Sentences.None(declared.Except(used).Select(name => $"{kind}: {name} is declared and not used"));
        }

        var names = all.Services().Select(one => one.Name).ToHashSet();
        Sentences.None(all.Services().SelectMany(one => one.Service["depends_on"].Names().Where(other => !names.Contains(other)).Select(other => $"{one.Name} waits for {other}, which does not exist")));
        Sentences.None(
            from one in all.Services()
            from wait in one.Service["depends_on"] as JsonObject ?? []
            where wait.Value!["condition"].Text() == "service_healthy" && all["services"]![wait.Key]!["healthcheck"]?["test"] is null
            select $"{one.Name} waits for {wait.Key} to be healthy, which nobody checks");
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Files_that_are_mounted_exist_where_a_service_looks_for_them(string file)
    {
        var all = Merged(file);
        Sentences.None(
            from one in all.Services()
            from volume in one.Service["volumes"] as JsonArray ?? []
            where volume!["type"].Text() == "bind" && volume["source"].Text() != "./secrets/keys"
            where !File.Exists(Deployment.PathOf(volume["source"].Text()))
            select $"{one.Name}: {volume["source"].Text()} does not exist");
        Sentences.None(
            from one in all.Services()
            from volume in one.Service["volumes"] as JsonArray ?? []
            where volume!["type"].Text() == "bind" && volume["read_only"].Text() != "true"
            select $"{one.Name} may write {volume["source"].Text()}");
        // What a server is told to read is there, as a secret or below a mount.
        Sentences.None(
            from one in all.Services()
            from variable in one.Service["environment"] as JsonObject ?? []
            let path = variable.Value.Text()
            where path.StartsWith("/run/", StringComparison.Ordinal) && !Targets(one.Service).Any(target => path == target || path.StartsWith(target + "/", StringComparison.Ordinal))
            select $"{one.Name}: nothing is at {path}, where {variable.Key} looks");
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Servers_start_after_the_migration_and_have_time_to_stop(string file)
    {
        foreach (var (name, server) in Merged(file).Servers())
        {
            Assert.Equal("service_completed_successfully", server["depends_on"]!["migrate"]!["condition"].Text());
            Assert.Equal("service_healthy", server["depends_on"]!["database"]!["condition"].Text());
            Assert.Equal(["healthy", "8080"], server["healthcheck"]!["test"]!.AsArray().Skip(1).Select(part => part.Text()));
            Assert.True(Seconds(server["stop_grace_period"].Text()) > TheHost.ShutdownTimeout.TotalSeconds, $"{name} is killed before it has ended");
        }

        Assert.Equal("service_healthy", Merged(file)["services"]!["migrate"]!["depends_on"]!["database"]!["condition"].Text());
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Nobody_has_more_rights_than_needed_or_an_image_that_changes(string file)
    {
        var all = Merged(file);
        Sentences.None(all.Services().Where(one => !Pinned().IsMatch(one.Service["image"].Text())).Select(one => $"{one.Name}: {one.Service["image"].Text()} names no version"));
        Sentences.None(all.Services().Where(one => one.Name != "database" && !one.Service["cap_drop"].Names().Contains("ALL")).Select(one => $"{one.Name} keeps capabilities"));
        Sentences.None(all.Services().Where(one => one.Service["privileged"] is not null || one.Service["network_mode"] is not null || one.Service["pid"] is not null).Select(one => $"{one.Name} is not contained"));
        Sentences.None(all.Services().Where(one => one.Service["image"].Text().StartsWith("coordination:", StringComparison.Ordinal) && one.Service["read_only"].Text() != "true").Select(one => $"{one.Name} may write its own program"));
        // Only the proxy can be reached from other machines.
        Sentences.None(
            from one in all.Services()
            where one.Name != "proxy"
            from port in one.Service["ports"].Names()
            where !port.StartsWith("127.0.0.1:", StringComparison.Ordinal)
            select $"{one.Name} publishes {port}");
        Sentences.None(
            from one in all.Services()
            where one.Service["networks"].Names().Contains("silos") && !all.Servers().Any(server => server.Name == one.Name)
            select $"{one.Name} is in the network of the silos");
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Every_server_is_known_to_the_others_and_to_the_proxy_by_a_fixed_address(string file)
    {
        var all = Merged(file);
        var hosts = all["services"]!["proxy"]!["extra_hosts"].Names().ToHashSet();
        foreach (var (name, server) in all.Servers())
        {
            Assert.Contains(server["environment"]!["Coordination__Cluster__AdvertisedAddress"].Text(), server["networks"]!["silos"]!["aliases"].Names());
            Assert.Contains($"{name}:{server["networks"]!["edge"]!["ipv4_address"].Text()}", hosts);
            Assert.Contains($"server {name}:8080 ", Deployment.Read("nginx/coordination.conf"), StringComparison.Ordinal);
            Assert.Equal($"host.name={name}", server["environment"]!["OTEL_RESOURCE_ATTRIBUTES"].Text());
        }

        foreach (var network in new[] { "silos", "edge" })
        {
            var subnet = System.Net.IPNetwork.Parse(all["networks"]![network]!["ipam"]!["config"]![0]!["subnet"].Text());
            var addresses = all.Servers().Select(one => one.Service["networks"]![network]!["ipv4_address"].Text()).ToArray();
            Assert.All(addresses, address => Assert.True(subnet.Contains(System.Net.IPAddress.Parse(address)), address));
            Assert.Equal(3, addresses.Distinct().Count());
            Assert.Equal("true", all["networks"]![network]!["internal"].Text());
        }
    }

    [Fact]
    public void With_SQL_Server_everything_speaks_to_SQL_Server()
    {
        Assert.All(Compose.OnSqlServer.Servers(), one => Assert.Equal("SqlServer", one.Service["environment"]!["Coordination__Database__Engine"].Text()));
        Assert.All(Compose.OnPostgres.Servers(), one => Assert.Equal("PostgreSql", one.Service["environment"]!["Coordination__Database__Engine"].Text()));
        Assert.Contains("sqlserver", Compose.OnSqlServer["services"]!["migrate"]!["command"].Names());
        Assert.Contains("postgresql", Compose.OnPostgres["services"]!["migrate"]!["command"].Names());
        Assert.Equal("service_completed_successfully", Compose.OnSqlServer["services"]!["migrate"]!["depends_on"]!["make-database"]!["condition"].Text());
    }

    [ToolFact("openssl", "bash")]
    public async Task The_script_makes_every_secret_that_is_named()
    {
        var folder = Directory.CreateTempSubdirectory("coordination-secrets-");
        try
        {
            foreach (var (engine, file) in new[] { ("postgresql", Compose.OnPostgres), ("sqlserver", Compose.OnSqlServer) })
            {
                var secrets = Path.Combine(folder.FullName, engine);
                (await Ran.ProgramAsync("bash", [Deployment.PathOf("prepare-compose.sh"), engine], environment: new Dictionary<string, string> { ["COORDINATION_SECRETS"] = secrets })).Well();
                Sentences.None(file["secrets"]!.AsObject().Select(pair => pair.Value!["file"].Text()).Where(path => !File.Exists(path.Replace("./secrets", secrets, StringComparison.Ordinal)))
                    .Select(path => $"{path} is not made for {engine}"));
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(secrets));
                var password = (await File.ReadAllTextAsync(Path.Combine(secrets, "database-password"))).Trim();
                Assert.Equal(32, password.Length);
                Assert.Contains($"Password={password}", await File.ReadAllTextAsync(Path.Combine(secrets, $"{engine}-connection")), StringComparison.Ordinal);

                // A second run keeps what the database already knows.
                var before = Directory.EnumerateFiles(secrets, "*", SearchOption.AllDirectories).ToDictionary(path => path, File.ReadAllText);
                (await Ran.ProgramAsync("bash", [Deployment.PathOf("prepare-compose.sh"), engine], environment: new Dictionary<string, string> { ["COORDINATION_SECRETS"] = secrets })).Well();
                Assert.Equal(before, Directory.EnumerateFiles(secrets, "*", SearchOption.AllDirectories).ToDictionary(path => path, File.ReadAllText));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static JsonObject Merged(string file) => file == Compose.Base ? Compose.OnPostgres : Compose.OnSqlServer;

    private static IEnumerable<string> Targets(JsonNode service)
        => (service["secrets"] as JsonArray ?? []).Select(secret => secret is JsonValue ? secret.Text() : secret!["target"].Text()).Select(target => target.StartsWith('/') ? target : $"/run/secrets/{target}")
            .Concat((service["volumes"] as JsonArray ?? []).Select(volume => volume!["target"].Text()));

    private static int Seconds(string span) => int.Parse(span.TrimEnd('s'), CultureInfo.InvariantCulture);

    /// <summary>A tag that begins with a number and says more than the number of a year's release line.</summary>
    [GeneratedRegex(@":(v?\d+\.\d+|\d+-CU\d+|\$\{COORDINATION_VERSION:-\d+\.\d+\.\d+\}$)")]
    private static partial Regex Pinned();
}
