namespace Coordination.Deploy.Tests;

/// <summary>Runs blocks of the README as an operator would paste them: in bash, with <c>coordctl</c> a command and the variables set.</summary>
internal sealed class Shell : IDisposable
{
    private readonly string? _user;

    /// <param name="user">As whom; null for whoever runs the tests.</param>
    public Shell(string? user = null)
    {
        _user = Environment.UserName == "root" ? user : null;
        // Another user has to get in to run coordctl.
        Directory.CreateDirectory(Programs, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        var coordctl = Path.Combine(Programs, "coordctl");
        File.WriteAllText(coordctl, $"#!/bin/sh\nexec {Ran.Find("dotnet")} {RunningHost.Built("Coordination.Cli", "coordctl.dll")} \"$@\"\n");
        File.SetUnixFileMode(coordctl, File.GetUnixFileMode(Programs));
    }

    private string Programs { get; } = Path.Combine(Path.GetTempPath(), $"coordination-shell-{Guid.NewGuid():N}");

    public Task<Ran> RunAsync(string block, params (string Name, string Value)[] variables)
    {
        var environment = variables.ToDictionary(one => one.Name, one => one.Value);
        environment["PATH"] = $"{Programs}:{Shared.PostgresServer.Programs}:{Environment.GetEnvironmentVariable("PATH")}";
        string[] command = ["bash", "-euo", "pipefail", "-c", block];
        return _user is null
            ? Ran.ProgramAsync(command[0], command[1..], Path.GetTempPath(), environment)
            : Ran.ProgramAsync("setpriv", ["--reuid", _user, "--regid", _user, "--clear-groups", .. command], Path.GetTempPath(), environment);
    }

    public void Dispose() => Directory.Delete(Programs, recursive: true);
}
