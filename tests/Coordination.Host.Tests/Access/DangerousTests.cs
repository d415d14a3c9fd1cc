using Coordination.Host.Access;
using Coordination.Shared;

namespace Coordination.Host.Tests.Access;

public sealed class DangerousTests
{
    [Fact]
    public void The_table_is_the_one_of_the_documentation()
        => Assert.Contains(
            string.Join('\n', Dangerous.Routes.Order(StringComparer.Ordinal).Select(route => $"- `{route}`")) + "\n\n",
            File.ReadAllText(Repository.PathOf("src", "Coordination.Host", "Access", "README.md")).ReplaceLineEndings("\n"), StringComparison.Ordinal);
}
