using System.CommandLine;
using Coordination.Cli.Access;
using Spectre.Console;

namespace Coordination.Cli.Live;

/// <summary><c>coordctl watch</c>: the live board in a terminal; into a file or another program one line for each change.</summary>
internal static class WatchVerb
{
    public static Command Make(Surroundings here)
    {
        var server = new ServerOptions();
        var command = new Command("watch", "Shows the live board until Ctrl+C. Where the output is not a terminal, prints a line for each change.");
        server.AddTo(command);
        command.SetAction((parsed, cancellationToken) => server.WithServerAsync(parsed, here, async at =>
        {
            try
            {
                await ShowAsync(here, at, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // Ctrl+C is how one stops watching.
            }

            return 0;
        }, cancellationToken));
        return command;
    }

    private static Task ShowAsync(Surroundings here, Server server, CancellationToken cancellationToken)
        => here.Terminal is not { } terminal
            ? new BoardFollower(server, here.Clock, new BoardLines(here.Out)).RunAsync(cancellationToken)
            : terminal.Live(new Text("")).AutoClear(false).StartAsync(
                context => new BoardFollower(server, here.Clock, new BoardTable(terminal, context.UpdateTarget)).RunAsync(cancellationToken));
}
