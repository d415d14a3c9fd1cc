namespace Coordination.Deploy.Tests;

/// <summary>
/// Needs programs that a machine may lack: then it is skipped and says which. In CI nothing is skipped: there <c>tests/run.sh</c> has installed them, and
/// the test fails by itself where it has not.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolFactAttribute : FactAttribute
{
    public ToolFactAttribute(params string[] programs)
    {
        var missing = programs.Where(program => Ran.Find(program) is null).ToArray();
        if (missing.Length > 0 && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Skip = $"Not installed: {string.Join(", ", missing)}. tests/run.sh installs what is missing when it runs as root.";
        }
    }
}
