using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Coordination.Cli.Access;
using Coordination.Cli.Institutions;
using Coordination.Contracts;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Partners;

namespace Coordination.Cli.Partners;

/// <summary><c>coordctl partner add NAME</c>: registers a partner. Nothing is shared with it by that.</summary>
internal static class PartnerAddVerb
{
    public static Command Make(Surroundings here)
    {
        var server = new ServerOptions();
        var name = new Argument<string>("NAME") { Description = "What it is called. No two partners have the same name." };
        var kind = Word<PartnerKind>("--kind", "What it is", required: true);
        var ceiling = Word<Tlp>("--ceiling", "The strictest label that may go to it; without: green", required: false);
        var topics = new Option<PartnerTopic[]>("--topic") { Description = $"What is exchanged with it: {Words<PartnerTopic>()}. May be given several times.", CustomParser = result => [.. Read<PartnerTopic>(result)], AllowMultipleArgumentsPerToken = true };
        var nda = new Option<bool>("--nda") { Description = "There is a non-disclosure arrangement. All but a CERT of a Member State need one." };
        var from = Day("--from", "The first day of the agreement, in UTC, for example 2026-07-01.");
        var until = Day("--until", "The day on which the agreement ends, in UTC: from its first moment on nothing is exchanged.");
        var approval = new Option<string?>("--approval") { Description = "The reference of the decision that approved it. An authority needs one, and a CERT of no Member State." };
        var country = new Option<string?>("--country") { Description = "Its country." };
        var identities = new Option<string[]>("--identity") { Description = "The id of a STIX identity in whose name it speaks: identity-- and a UUID. May be given several times.", AllowMultipleArgumentsPerToken = true };
        var contacts = new Option<string[]>("--contact") { Description = "Who is told first: \"Desk <desk@partner.example>\", an address alone, or an https address of a webhook. May be given several times.", AllowMultipleArgumentsPerToken = true };
        var fallbacks = new Option<string[]>("--fallback") { Description = "Who is told when the contacts do not answer. May be given several times.", AllowMultipleArgumentsPerToken = true };
        var old = new Option<bool>("--old-labels") { Description = "It knows only the labels of TLP 1." };
        var outside = new Option<bool>("--outside") { Description = "A CERT of no Member State: Art. 18 holds for it." };
        var command = new Command("add", "Registers a partner and prints its id. Nothing is shared with it by that.") { name, kind, nda, from, until, approval, ceiling, topics, identities, contacts, fallbacks, country, old, outside };
        server.AddTo(command);
        command.SetAction((parsed, cancellationToken) => server.WithServerAsync(parsed, here, async at =>
        {
            var added = await at.Client.AddPartnerAsync(
                new()
                {
                    Name = parsed.GetValue(name)!,
                    Kind = parsed.GetValue(kind)!.Value,
                    Country = parsed.GetValue(country),
                    Agreement = new(parsed.GetValue(nda), parsed.GetValue(from), parsed.GetValue(until), parsed.GetValue(approval)),
                    Ceiling = parsed.GetValue(ceiling) ?? Tlp.Green,
                    Topics = parsed.GetValue(topics) ?? [],
                    Identities = parsed.GetValue(identities) ?? [],
                    OldLabels = parsed.GetValue(old),
                    Outside = parsed.GetValue(outside),
                    Contacts = [.. Told(parsed.GetValue(contacts), ContactRole.Contact), .. Told(parsed.GetValue(fallbacks), ContactRole.Fallback)],
                },
                cancellationToken: cancellationToken);
            await here.Out.WriteLineAsync(added.Id);
            var partner = await at.Client.PartnerAsync(PartnerId.Of(added.Id), cancellationToken);
            await here.Error.WriteLineAsync(PartnerVerbs.Says(partner));
            return 0;
        }, cancellationToken));
        return command;
    }

    private static IEnumerable<Contact> Told(string[]? given, ContactRole role) => (given ?? []).Select(EntryFields.ContactOf).Select(contact => contact with { Role = role });

    private static Option<T?> Word<T>(string option, string what, bool required) where T : struct, Enum
        => new(option) { Description = $"{what}: {Words<T>()}.", Required = required, CustomParser = result => Read<T>(result) is [var only, ..] ? only : null };

    private static string Words<T>() where T : struct, Enum => string.Join(", ", Enum.GetNames<T>().Select(JsonNamingPolicy.KebabCaseLower.ConvertName));

    /// <summary>Words as they stand on the wire. What is none is said, and nothing is sent.</summary>
    private static List<T> Read<T>(System.CommandLine.Parsing.ArgumentResult result) where T : struct, Enum
    {
        var read = new List<T>();
        foreach (var token in result.Tokens)
        {
            if (Enum.GetValues<T>().Where(value => string.Equals(JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()), token.Value, StringComparison.OrdinalIgnoreCase)).ToArray() is [var found])
            {
                read.Add(found);
            }
            else
            {
                result.AddError($"'{token.Value}' is none of {Words<T>()}.");
            }
        }

        return read;
    }

    private static Option<DateTimeOffset?> Day(string option, string description) => new(option)
    {
        Description = description,
        CustomParser = result =>
        {
            if (DateOnly.TryParseExact(result.Tokens.Single().Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                return new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
            }

            result.AddError($"{option} takes a day as 2026-12-31.");
            return null;
        },
    };
}
