using Coordination.Shared;

namespace Coordination.Deploy.Tests;

public sealed class The_scripts
{
    private static readonly string[] All = [.. Deployment.Files("", ".sh").Select(Deployment.PathOf), Repository.PathOf("tests", "run.sh"), Repository.PathOf("tests", "scan.sh"), Repository.PathOf(".ci", "run")];

    [ToolFact("bash")]
    public async Task Bash_can_read_them()
    {
        foreach (var script in All)
        {
            (await Ran.ProgramAsync("bash", ["-n", script])).Well();
        }
    }

    /// <summary>Headers, cookies and TLS of the real server behind the real proxy; the other scanners run with <c>run.sh --soak</c>.</summary>
    [ToolFact("bash", "nginx", "openssl", "sslscan", "curl", "ss")]
    public async Task The_short_scan_of_the_running_product_finds_nothing()
    {
        var ran = await Ran.ProgramAsync("bash", [Repository.PathOf("tests", "scan.sh"), "--quick"]);
        Assert.True(ran.Code == 0, ran.Said);
    }

    [ToolFact("shellcheck")]
    public async Task Shellcheck_finds_nothing() => (await Ran.ProgramAsync("shellcheck", All)).Well();

    [Fact]
    public void They_can_be_run_and_stop_at_the_first_mistake()
    {
        Assert.All(Deployment.Files("", ".sh"), script => Assert.True(File.GetUnixFileMode(Deployment.PathOf(script)).HasFlag(UnixFileMode.UserExecute), script));
        Assert.All(Deployment.Files("", ".sh"), script => Assert.Contains("\nset -euo pipefail\n", Deployment.Read(script), StringComparison.Ordinal));
    }

    [ToolFact("bash")]
    public async Task Called_wrongly_they_say_how_to_call_them_and_make_nothing()
    {
        var folder = Directory.CreateTempSubdirectory("coordination-usage-");
        try
        {
            foreach (var script in new[] { "make-certificates.sh", "make-keys.sh" })
            {
                var ran = await Ran.ProgramAsync("bash", [Deployment.PathOf(script)], folder.FullName);
                Assert.Equal(2, ran.Code);
                Assert.StartsWith($"Usage: {script} FOLDER", ran.Error, StringComparison.Ordinal);
            }

            var secrets = Path.Combine(folder.FullName, "secrets");
            var wrong = await Ran.ProgramAsync("bash", [Deployment.PathOf("prepare-compose.sh"), "oracle"], environment: new Dictionary<string, string> { ["COORDINATION_SECRETS"] = secrets });
            Assert.Equal(2, wrong.Code);
            Assert.Contains("'oracle' is neither", wrong.Error, StringComparison.Ordinal);
            Assert.False(Directory.Exists(secrets));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
