using System.Text.Json;

namespace Coordination.Deploy.Tests;

public sealed class Every_file_has_its_check
{
    /// <summary>Which class looks at which files. A new file fails here until someone has thought of how to check it.</summary>
    private static readonly (string Pattern, Type Check)[] Checks =
    [
        (".gitignore", typeof(Every_file_has_its_check)),
        ("README.md", typeof(The_readme)),
        ("Containerfile", typeof(The_container_file)),
        ("compose.yaml", typeof(The_compose_files)),
        ("compose.sqlserver.yaml", typeof(The_compose_files)),
        ("container/healthy.sh", typeof(When_the_real_server_runs)),
        ("kubernetes/*.yaml", typeof(The_Kubernetes_manifests)),
        ("make-certificates.sh", typeof(Certificates_and_keys)),
        ("make-keys.sh", typeof(Certificates_and_keys)),
        ("prepare-compose.sh", typeof(The_compose_files)),
        ("nginx/coordination.conf", typeof(The_proxy)),
        ("observability/alerts.yaml", typeof(What_is_measured)),
        ("observability/alerts.test.yaml", typeof(What_is_measured)),
        ("observability/grafana-dashboard.json", typeof(What_is_measured)),
        ("observability/grafana/dashboards.yaml", typeof(What_is_measured)),
        ("observability/grafana/datasources.yaml", typeof(What_is_measured)),
        ("observability/otel-collector.yaml", typeof(What_is_measured)),
        ("observability/prometheus.yaml", typeof(What_is_measured)),
        ("sqlserver/make-database.sh", typeof(The_scripts_for_SQL_Server)),
        ("sqlserver/make-database.sql", typeof(The_scripts_for_SQL_Server)),
        ("systemd/coordination.service", typeof(The_unit_of_systemd)),
        ("systemd/coordination.service.d/*.conf", typeof(The_unit_of_systemd)),
    ];

    [Fact]
    public void No_file_is_forgotten_and_no_check_looks_at_nothing()
    {
        Sentences.None(Deployment.Files().Where(file => !Checks.Any(check => Fits(file, check.Pattern))).Select(file => $"nothing checks {file}"));
        Sentences.None(Checks.Where(check => !Deployment.Files().Any(file => Fits(file, check.Pattern))).Select(check => $"{check.Check.Name} looks at {check.Pattern}, which is not there"));
    }

    [Fact]
    public void Each_is_read_strictly_by_its_format()
    {
        foreach (var file in Deployment.Files("", ".yaml"))
        {
            Assert.NotEmpty(Yaml.ReadAll(file));
        }

        foreach (var file in Deployment.Files("", ".json"))
        {
            using var document = JsonDocument.Parse(Deployment.Read(file), new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
    }

    /// <summary>What is made on a machine is secret, and never belongs to the repository.</summary>
    [Fact]
    public void Secrets_are_ignored() => Assert.Equal(["secrets/"], Deployment.Read(".gitignore").Split('\n', StringSplitOptions.RemoveEmptyEntries));

    private static bool Fits(string file, string pattern)
        => pattern.Split('*') is [var before, var after] && Path.GetDirectoryName(file) == Path.GetDirectoryName(pattern)
            ? file.StartsWith(before, StringComparison.Ordinal) && file.EndsWith(after, StringComparison.Ordinal)
            : file == pattern;
}
