using System.CommandLine;
using System.Globalization;
using System.Text;
using Coordination.Cli.Access;
using Coordination.Contracts;
using Coordination.Contracts.Partners;

namespace Coordination.Cli.Partners;

/// <summary><c>coordctl partner list</c>, <c>pause</c> and <c>resume</c>: which partners there are, whether anything is exchanged with each, and an end to that for a time.</summary>
internal static class PartnerVerbs
{
    public static Command List(Surroundings here)
    {
        var server = new ServerOptions();
        var command = new Command("list", "Lists the partners as a table: id, name, kind, ceiling, whether anything is exchanged now, until when the agreement runs.");
        server.AddTo(command);
        command.SetAction((parsed, cancellationToken) => server.WithServerAsync(parsed, here, async at =>
        {
            string[] head = ["ID", "NAME", "KIND", "CEILING", "FLOW", "UNTIL"];
            var all = await at.Client.PartnersAsync(cancellationToken);
            await here.Out.WriteAsync(Table([head, .. all.Select(Line)]));
            return 0;
        }, cancellationToken));
        return command;
    }

    public static Command Pause(Surroundings here)
    {
        var server = new ServerOptions();
        var partner = Partner();
        var reason = new Option<string>("--reason") { Description = "Why. It stands at the partner, for us to read.", Required = true };
        var command = new Command("pause", "Stops the exchange with a partner: nothing goes to it and nothing of it is taken. What waits stays.") { partner, reason };
        server.AddTo(command);
        command.SetAction((parsed, cancellationToken) => server.WithServerAsync(parsed, here, async at =>
        {
            var found = await FindAsync(at, parsed.GetValue(partner)!, cancellationToken);
            await at.Client.PausePartnerAsync(found.Id, parsed.GetValue(reason)!, cancellationToken: cancellationToken);
            await here.Error.WriteLineAsync($"The exchange with {found.Settings.Name} is paused.");
            return 0;
        }, cancellationToken));
        return command;
    }

    public static Command Resume(Surroundings here)
    {
        var server = new ServerOptions();
        var partner = Partner();
        var command = new Command("resume", "Goes on with the exchange.") { partner };
        server.AddTo(command);
        command.SetAction((parsed, cancellationToken) => server.WithServerAsync(parsed, here, async at =>
        {
            var found = await FindAsync(at, parsed.GetValue(partner)!, cancellationToken);
            await at.Client.ResumePartnerAsync(found.Id, cancellationToken: cancellationToken);
            await here.Error.WriteLineAsync(Says(await at.Client.PartnerAsync(found.Id, cancellationToken)));
            return 0;
        }, cancellationToken));
        return command;
    }

    /// <summary>Whether anything is exchanged with it now, and what to do if not.</summary>
    public static string Says(PartnerView partner) => partner.Flow switch
    {
        PartnerFlow.Open => $"{partner.Settings.Name} may have what is shared with it, up to {partner.Settings.Ceiling.Label()}.",
        PartnerFlow.Paused => $"Nothing is exchanged with {partner.Settings.Name}: it is paused ({partner.PausedBecause}).",
        PartnerFlow.NotBegun => $"Nothing is exchanged with {partner.Settings.Name} before {Day(partner.Settings.Agreement.From)}.",
        PartnerFlow.Expired => $"Nothing is exchanged with {partner.Settings.Name}: the agreement ended on {Day(partner.Settings.Agreement.Until)}. Renew it.",
        _ => $"Nothing is exchanged with {partner.Settings.Name} yet: {(partner.Settings.Kind == PartnerKind.Company ? "a company needs a non-disclosure arrangement (--nda)" : "an authority, or a CERT of no Member State, needs an approval (--approval) and a non-disclosure arrangement (--nda)")}.",
    };

    private static Argument<string> Partner() => new("PARTNER") { Description = "Its id or its name, as the list has them." };

    private static async Task<PartnerView> FindAsync(Server at, string idOrName, CancellationToken cancellationToken)
    {
        var all = await at.Client.PartnersAsync(cancellationToken);
        return all.FirstOrDefault(one => one.Id.Value == idOrName) ?? all.FirstOrDefault(one => string.Equals(one.Settings.Name, idOrName, StringComparison.OrdinalIgnoreCase))
            ?? throw new StopException($"There is no partner of the id or name {idOrName}. See: coordctl partner list.");
    }

    private static string[] Line(PartnerView partner) =>
    [
        partner.Id.Value, partner.Settings.Name, partner.Settings.Kind.ToString().ToLowerInvariant(), partner.Settings.Ceiling.Label(),
        partner.Flow switch
        {
            PartnerFlow.Open => "open",
            PartnerFlow.Paused => $"paused: {partner.PausedBecause}",
            PartnerFlow.NotBegun => $"begins {Day(partner.Settings.Agreement.From)}",
            PartnerFlow.Expired => "expired",
            _ => "no agreement",
        },
        partner.Settings.Agreement.Until is null ? "-" : Day(partner.Settings.Agreement.Until),
    ];

    /// <summary>Columns as wide as what stands in them. What would break a line is not repeated.</summary>
    private static string Table(IReadOnlyList<string[]> lines)
    {
        var cells = lines.Select(line => line.Select(cell => string.Concat(cell.Select(character => char.IsControl(character) ? ' ' : character))).ToArray()).ToArray();
        var widths = Enumerable.Range(0, cells[0].Length).Select(column => cells.Max(line => line[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var line in cells)
        {
            text.AppendJoin("  ", line.Select((cell, column) => column == line.Length - 1 ? cell : cell.PadRight(widths[column]))).Append('\n');
        }

        return text.ToString();
    }

    private static string Day(DateTimeOffset? at) => at is { } day ? day.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture) : "-";
}
