using System.CommandLine;
using System.Text.Json;
using Coordination.Cli.Access;
using Coordination.Contracts;
using Coordination.Contracts.Retention;

namespace Coordination.Cli.Retention;

/// <summary><c>coordctl erasures export</c> and <c>apply</c>: the list of what was erased goes beside the backups, and is applied again after an older one was restored.</summary>
internal static class ErasuresVerbs
{
    public static Command Export(Surroundings here)
    {
        var server = new ServerOptions();
        var file = new Argument<string>("file") { Description = "Where to, one erasure a line." };
        var command = new Command("export", "Writes the list of what was erased. Keep it beside the backups, and newer than they are. Needs an administrator.") { file };
        server.AddTo(command);
        command.SetAction((parsed, cancellationToken) => server.WithServerAsync(parsed, here, async at =>
        {
            var all = new List<ErasureView>();
            string? cursor = null;
            do
            {
                var page = await at.Client.ErasuresAsync(cursor, cancellationToken);
                all.AddRange(page.Items);
                cursor = page.Next;
            }
            while (cursor is not null);
            await File.WriteAllLinesAsync(parsed.GetValue(file)!, all.Select(one => JsonSerializer.Serialize(one, Wire.Json)), cancellationToken);
            await here.Out.WriteLineAsync($"{all.Count} erasures.");
            return 0;
        }, cancellationToken));
        return command;
    }

    public static Command Apply(Surroundings here)
    {
        var server = new ServerOptions();
        var file = new Argument<string>("file") { Description = "What export wrote before the backup was restored." };
        var command = new Command("apply", "Erases again what had been erased before an older backup was restored. Needs an administrator.") { file };
        server.AddTo(command);
        command.SetAction((parsed, cancellationToken) => server.WithServerAsync(parsed, here, async at =>
        {
            if (!File.Exists(parsed.GetValue(file)))
            {
                throw new StopException($"{parsed.GetValue(file)} does not exist.");
            }

            var lines = (await File.ReadAllLinesAsync(parsed.GetValue(file)!, cancellationToken)).Where(line => line.Length > 0).ToArray();
            var (begun, absent, refused) = (0, 0, 0);
            foreach (var some in lines.Chunk(100))
            {
                var done = await at.Client.EraseAgainAsync(new([.. some.Select(Read)]), cancellationToken: cancellationToken);
                (begun, absent, refused) = (begun + done.Begun, absent + done.NotThere, refused + done.Refused);
            }

            await here.Out.WriteLineAsync($"{begun} are being erased again, {absent} are not in this data.");
            if (refused > 0)
            {
                throw new StopException($"{refused} were refused and are still there. Erase them by hand before anyone is let in.");
            }

            return 0;
        }, cancellationToken));
        return command;
    }

    private static ErasureView Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<ErasureView>(line, Wire.Json) ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new StopException("A line of the file is no erasure. Give a file that coordctl erasures export wrote.");
        }
    }
}
