using System.Text.RegularExpressions;
using Coordination.Shared;

namespace Coordination.Deploy.Tests;

public sealed partial class The_readme
{
    private const string Begin = "<!-- settings -->\n";
    private const string End = "<!-- /settings -->";

    /// <summary>Written from the code: whoever changes a setting or its comment moves the received file over this one.</summary>
    [Fact]
    public void Its_table_has_every_setting_with_what_the_code_says_of_it()
    {
        Sentences.None(Settings.All.Where(setting => setting.Meaning.Length == 0).Select(setting => $"{setting.Variable} has no comment"));
        var table = "| variable | unless set | |\n| --- | --- | --- |\n" + string.Concat(Settings.All.Select(setting
            => $"| `{setting.Variable}{(setting.HasEntries ? "__…" : "")}` | {(setting.Default.Length > 0 ? $"`{setting.Default}`" : "")} | {setting.Meaning}{Choices(setting.Type)} |\n"));
        var (from, to) = (Readme.Text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, Readme.Text.IndexOf(End, StringComparison.Ordinal));
        if (Readme.Text[from..to] != table)
        {
            File.WriteAllText(Deployment.PathOf("README.md.received"), Readme.Text[..from] + table + Readme.Text[to..]);
            Assert.Fail("The table of settings is not what the code says. If the change is meant, move deploy/README.md.received over deploy/README.md.");
        }

        File.Delete(Deployment.PathOf("README.md.received"));
    }

    [Fact]
    public void Files_and_folders_that_it_names_exist()
    {
        var named = Named().Matches(Readme.Text).Select(match => match.Value.TrimEnd('.', '/', ')'))
            .Where(path => !path.StartsWith("deploy/secrets", StringComparison.Ordinal)).Distinct().ToArray();

        Assert.True(named.Length > 15, $"only {named.Length} were found");
        Sentences.None(named.Where(path => !Path.Exists(Repository.PathOf(path)) && !Path.Exists(Deployment.PathOf(path))).Select(path => $"{path} does not exist"));
    }

    /// <summary>The first column of its first table is the folder's own list.</summary>
    [Fact]
    public void It_speaks_of_everything_in_the_folder()
        => Sentences.None(Deployment.Files().Select(file => file.Split('/')[0]).Distinct().Where(name => name is not ("README.md" or ".gitignore") && !Readme.Text.Contains($"`{name}", StringComparison.Ordinal))
            .Select(name => $"{name} is not spoken of"));

    [Fact]
    public void Every_block_with_a_name_is_run_by_a_test()
        => Assert.Equal(
            ["postgresql-archive", "postgresql-backup", "postgresql-base-backup", "postgresql-point-in-time", "postgresql-restore", "postgresql-verify", "sqlite-backup", "sqlite-restore", "sqlserver-backup", "sqlserver-restore"],
            Readme.Names.Order(StringComparer.Ordinal));

    private static string Choices(Type type) => type.IsEnum ? $" One of {string.Join(", ", Enum.GetNames(type).Select(name => $"`{name}`"))}." : "";

    [GeneratedRegex(@"(?<![\w/.-])(?:deploy|src|tests|kubernetes|systemd|nginx|observability|container|sqlserver)/[\w./-]*")]
    private static partial Regex Named();
}
