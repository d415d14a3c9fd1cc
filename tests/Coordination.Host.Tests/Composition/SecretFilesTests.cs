using Coordination.Host.Composition;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Coordination.Host.Tests.Composition;

public sealed class SecretFilesTests : IDisposable
{
    private const string Setting = "Coordination:Database:ConnectionString";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("coordination-secrets-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("secret", "secret")]
    [InlineData("secret\n", "secret")]
    [InlineData("secret\r\n", "secret")]
    [InlineData("sec\nret\n\n", "sec\nret\n")]
    [InlineData(" secret ", " secret ")]
    public void A_setting_has_what_is_in_its_file_without_the_last_line_end(string content, string expected)
        => Assert.Equal(expected, Read(new() { [$"{Setting}_FILE"] = Write(content) })[Setting]);

    [Fact]
    public void The_file_goes_before_settings_files_and_the_command_line_before_the_file()
    {
        var file = Write("from the file");

        Assert.Equal("from the command line", Read(new() { [$"{Setting}_FILE"] = file }, $"--{Setting}=from the command line")[Setting]);
        Assert.Equal("from the file", Read(new() { [$"{Setting}_file"] = file, [Setting] = "" })[Setting]);
        Assert.Equal("from the file", Read(new() { ["Kestrel:Certificates:Default:Password_FILE"] = file })["Kestrel:Certificates:Default:Password"]);
    }

    [Fact]
    public void What_belongs_to_others_is_left_alone()
    {
        var read = Read(new() { ["SSL_CERT_FILE"] = "/nowhere/at-all.pem", ["Logging:X_FILE"] = "/nowhere" });

        Assert.Null(read["SSL_CERT"]);
    }

    [Fact]
    public void A_mistake_names_the_variable_and_never_the_secret()
    {
        var missing = Path.Combine(_folder.FullName, "missing");

        Assert.Equal($"Coordination__Database__ConnectionString_FILE names {missing}, which is not there.", Complaint(new() { [$"{Setting}_FILE"] = missing }));
        Assert.StartsWith($"Coordination__Database__ConnectionString_FILE names {_folder.FullName}, which cannot be read", Complaint(new() { [$"{Setting}_FILE"] = _folder.FullName }), StringComparison.Ordinal);
        Assert.EndsWith("which is empty.", Complaint(new() { [$"{Setting}_FILE"] = Write("\n") }), StringComparison.Ordinal);
        var both = Complaint(new() { [$"{Setting}_FILE"] = Write("hunter2"), [Setting] = "hunter3" });
        Assert.Equal($"{Setting} and Coordination__Database__ConnectionString_FILE are both set. Remove one of them.", both);
    }

    private static ConfigurationManager Read(Dictionary<string, string?> settings, params string[] commandLine)
    {
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(settings).AddEnvironmentVariables("COORDINATION_TESTS_OF_SECRETS_").AddCommandLine(commandLine);
        SecretFiles.AddTo(configuration);
        return configuration;
    }

    private static string Complaint(Dictionary<string, string?> settings) => Assert.Single(Assert.Throws<OptionsValidationException>(() => Read(settings)).Failures);

    private string Write(string content)
    {
        var file = Path.Combine(_folder.FullName, Guid.NewGuid().ToString("N"));
        File.WriteAllText(file, content);
        return file;
    }
}
