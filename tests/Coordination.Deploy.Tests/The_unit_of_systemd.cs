using System.Text.RegularExpressions;

namespace Coordination.Deploy.Tests;

public sealed partial class The_unit_of_systemd
{
    private const string Unit = "systemd/coordination.service";

    /// <summary>In tenths; systemd says "OK" below 5.0. Raising it needs a reason.</summary>
    private const string MostExposed = "14";

    private static readonly string[] Files = [Unit, .. Deployment.Files("systemd/coordination.service.d/", ".conf")];

    [ToolFact("systemd-analyze", "dotnet")]
    public async Task Systemd_accepts_it_alone_and_with_its_drop_ins()
    {
        using var units = await InstallAsync();
        Assert.Equal("", (await units.AnalyzeAsync("verify", "--man=no", "./coordination.service")).Well().Said);
        Directory.Delete(Path.Combine(units.Folder, "coordination.service.d"), recursive: true);
        Assert.Equal("", (await units.AnalyzeAsync("verify", "--man=no", "./coordination.service")).Well().Said);
    }

    [ToolFact("systemd-analyze", "dotnet")]
    public async Task It_is_hardly_exposed()
    {
        using var units = await InstallAsync();
        (await units.AnalyzeAsync("security", "--offline=yes", $"--threshold={MostExposed}", "./coordination.service")).Well();
    }

    [Fact]
    public void Every_variable_is_one_that_is_read_and_every_secret_is_handed_over()
    {
        foreach (var text in Files.Select(Deployment.Read))
        {
            var variables = Variable().Matches(text).Select(match => (Name: match.Groups[1].Value, Value: match.Groups[2].Value)).ToArray();
            Sentences.None(variables.Select(one => Settings.Problem(one.Name, one.Value)).OfType<string>());
            var handed = Credential().Matches(text).Select(match => match.Groups[1].Value).ToArray();
            Sentences.None(variables.Where(one => one.Value.StartsWith("%d/", StringComparison.Ordinal) && !handed.Contains(one.Value["%d/".Length..])).Select(one => $"{one.Name} names {one.Value}, which is not handed over"));
        }

        Assert.Equal(["master.key", "checkpoint.key.pem", "checkpoint.public.pem"], Credential().Matches(Deployment.Read(Unit)).Select(match => match.Groups[1].Value));
        Assert.Equal(3, Files.Length);
        Assert.DoesNotMatch(@"(?i)Environment=\w*(password|secret|connectionstring)=", string.Join('\n', Files.Select(Deployment.Read)));
    }

    [Fact]
    public void It_has_time_to_stop_and_is_started_again()
    {
        var text = Deployment.Read(Unit);

        Assert.True(double.Parse(Regex.Match(text, @"(?m)^TimeoutStopSec=(\d+)$").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) > TheHost.ShutdownTimeout.TotalSeconds);
        foreach (var line in new[] { "Restart=always", "Type=exec", "ProtectSystem=strict", "DynamicUser=yes", "StateDirectory=coordination", "NoNewPrivileges=yes", "CapabilityBoundingSet=" })
        {
            Assert.Contains($"\n{line}\n", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_it_starts_is_the_host_where_the_README_puts_it()
        => Assert.All(Files.SelectMany(file => Started().Matches(Deployment.Read(file)).Select(match => match.Groups[1].Value)),
            line => Assert.Matches(@"^/usr/bin/dotnet /opt/coordination/Coordination\.Host\.dll --urls http://(127\.0\.0\.1|0\.0\.0\.0):8080$", line));

    /// <summary>Copies the units to where they can be looked at, with the program that this machine has.</summary>
    private static async Task<Units> InstallAsync()
    {
        var units = new Units(Directory.CreateTempSubdirectory("coordination-units-").FullName);
        foreach (var file in Files)
        {
            var target = Path.Combine(units.Folder, file["systemd/".Length..]);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            await File.WriteAllTextAsync(target, Deployment.Read(file).Replace("/usr/bin/dotnet", Ran.Find("dotnet"), StringComparison.Ordinal));
        }

        return units;
    }

    private sealed record Units(string Folder) : IDisposable
    {
        public Task<Ran> AnalyzeAsync(params string[] arguments) => Ran.ProgramAsync("systemd-analyze", arguments, Folder);

        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }

    [GeneratedRegex(@"(?m)^Environment=(\w+)=(.*)$")]
    private static partial Regex Variable();

    [GeneratedRegex(@"(?m)^LoadCredential=([^:]+):(/\S+)$")]
    private static partial Regex Credential();

    [GeneratedRegex(@"(?m)^ExecStart=(.+)$")]
    private static partial Regex Started();
}
