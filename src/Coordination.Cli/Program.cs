using System.CommandLine;
using Coordination.Cli;

var root = new RootCommand("coordctl works on a Coordination server's data. Stop the server before migrate and rebuild; verify may run beside it.");
root.Subcommands.Add(MigrateVerb.Make());
root.Subcommands.Add(VerifyVerb.Make());
root.Subcommands.Add(RebuildVerb.Make());
return await root.Parse(args).InvokeAsync();
