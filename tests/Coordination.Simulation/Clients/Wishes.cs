using System.Globalization;
using System.Text;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;
using Coordination.Contracts.Notification;
using Coordination.Domain;
using Coordination.Domain.Correlation;
using Coordination.Domain.Escalation;
using Coordination.Domain.Incidents;
using Coordination.Domain.Institutions;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;
using Coordination.Domain.Notification;

namespace Coordination.Simulation.Clients;

/// <summary>What people and sensors may want next. They see what stands in the database.</summary>
internal sealed class Wishes(World world)
{
    private static readonly Severity[] Severities = Enum.GetValues<Severity>();
    private static readonly Tlp[] Labels = Enum.GetValues<Tlp>();
    private static readonly string[] Classifications = ["infected-system", "scanner"];

    private Machinery.Dice Dice => world.Dice;

    /// <summary>Something new; null where the dice chose what cannot be wanted yet.</summary>
    public Request? Next(int number)
    {
        var roll = Dice.Below(100);
        return roll < 42 ? Delivery(number)
            : roll < 82 ? OnIncident(number)
            : roll < 85 ? OpenByHand(number)
            : roll < 89 ? OnUnattributed(number)
            : roll < 95 ? OnNotification(number)
            : roll < 97 ? OnEscalation(number)
            : OnInstitution(number);
    }

    /// <summary>A mistake: another request under a key that was used.</summary>
    public static Request? SameKeyForSomethingElse(Request old, int number)
        => old.IsDelivery || old.Stream.Kind != "incident" || old.CommandOfNumber is not null ? null
            : Command(number, "reuse a key", old.Stream, (IncidentCommand)new AddNote(Text($"another thing {number}"), null), old.Actor, old.Id);

    private Request Delivery(int number)
    {
        var source = Dice.Of(Constituents.Sources);
        var lines = new List<IntakeLine>();
        for (var line = 1 + Dice.Below(Dice.Percent(70) ? 2 : 6); line > 0; line--)
        {
            var asset = Dice.Below(Constituents.Addresses.Length);
            var alert = new IncomingAlert
            {
                Title = Text($"sighting {asset}"),
                Classification = Dice.Percent(85) ? Classifications[0] : Classifications[1],
                Identifier = Text($"identifier {Dice.Below(6)}"),
                SourceIp = Constituents.Addresses[asset],
                Severity = Dice.Percent(40) ? Dice.Of(Severities) : null,
                Tlp = Dice.Percent(25) ? Dice.Of(Labels) : null,
                OccurredAt = Dice.Percent(80) ? world.Start : null,
                Exercise = Dice.Percent(4),
            };
            lines.Add(new(lines.Count + 1, Encoding.UTF8.GetBytes(alert.Title), alert, null));
        }

        return new() { Number = number, Verb = "deliver", Id = Text($"source/{source}:k{number}"), Actor = Actor.Source(source), Source = source, Lines = lines };
    }

    private Request? OnIncident(int number)
    {
        if (Any("incident") is not { } stream)
        {
            return null;
        }

        IncidentCommand command = Dice.Below(26) switch
        {
            < 7 => new AcknowledgeIncident(),
            < 9 => new AssignIncident(Dice.Percent(20) ? null : Dice.Of(Constituents.People)),
            < 13 => new SetSeverity(Dice.Of(Severities)),
            < 15 => new SetTlp(Dice.Of(Labels)),
            < 16 => new AddNote(Text($"note {number}"), Dice.Percent(30) ? Dice.Of(Labels) : null),
            < 18 => new AddInstitution(Dice.Of(Constituents.Institutions)),
            < 22 => new CloseIncident("it is over"),
            < 25 => new ReopenIncident("it is not over"),
            _ => new RenameIncident(Text($"title {number}"), null),
        };
        var version = Dice.Percent(15) ? world.Database.Streams[stream].Version - Dice.Below(3) : (long?)null;
        return Command(number, command.GetType().Name, stream, command, Actor.Person(Dice.Of(Constituents.People)), version: version);
    }

    private Request OpenByHand(int number)
    {
        var (title, severity, institution) = (Text($"by hand {number}"), Dice.Of(Severities), Dice.Of(Constituents.Institutions));
        var actor = Actor.Person(Dice.Of(Constituents.People));
        return new()
        {
            Number = number,
            Verb = "open by hand",
            Id = Text($"{actor}:k{number}"),
            Actor = actor,
            Stream = new("incident", Text($"hand{number}")),
            CommandOfNumber = taken => DomainJson.Write((IncidentCommand)new OpenIncident
            {
                Number = taken,
                Title = title,
                Severity = severity,
                Classification = Classifications[0],
                Institutions = [institution],
            }),
        };
    }

    private Request? OnUnattributed(int number)
    {
        var rows = world.Database.Rows[IntakeKind.Unattributed.Name];
        if (rows.Count == 0)
        {
            return null;
        }

        var alert = AlertId.Of(rows.Keys.ElementAt(Dice.Below(rows.Count)));
        AttributionCommand command = Dice.Percent(70) ? new AttributeAlert(alert, Dice.Of(Constituents.Institutions)) : new DismissAlert(alert, "a false alarm");
        return Command(number, command.GetType().Name, new("attribution", alert.Value), command, Actor.Person(Dice.Of(Constituents.People)));
    }

    /// <summary>Someone follows the link in a message, as the page behind it does; or has a delivery tried again.</summary>
    private Request? OnNotification(int number)
    {
        var chosen = Dice.Percent(50) ? Parked() ?? Any("notification") : Any("notification");
        if (chosen is not { } stream || !world.Database.Rows[NotificationKind.Table.Name].TryGetValue(stream.Key, out var row))
        {
            return null;
        }

        var told = row.Value<NotificationRow>();
        var parked = told.Deliveries.FirstOrDefault(one => one.Status == DeliveryStatus.Parked);
        if (parked is not null)
        {
            return Command(number, "retry", stream, (NotificationCommand)new RetryDelivery(parked.Number), Actor.Person(Dice.Of(Constituents.People)));
        }

        return told.PartyKind == "person" && Dice.Percent(50)
            ? Command(number, nameof(AcknowledgeIncident), new(told.Subject), (IncidentCommand)new AcknowledgeIncident(), Actor.Person(PersonId.Of(told.PartyId)))
            : Command(number, "acknowledge notification", stream, (NotificationCommand)new AcknowledgeNotification(), Actor.Link(NotificationId.Of(stream.Key)));
    }

    /// <summary>What was given up stands on the board, and people see to it first.</summary>
    private StreamId? Parked()
    {
        var parked = world.Database.Rows[NotificationKind.Table.Name].Values.Where(row => row.Value<NotificationRow>().Deliveries.Any(one => one.Status == DeliveryStatus.Parked)).ToList();
        return parked.Count == 0 ? null : Dice.Of(parked).Stream;
    }

    private Request? OnEscalation(int number)
        => Any("escalation") is { } stream
            ? Command(number, "take alarm", stream, (EscalationCommand)new TakeAlarm(), Actor.Person(Dice.Of(Constituents.People)))
            : null;

    /// <summary>Two institutions may want the same name or network at once.</summary>
    private Request OnInstitution(int number)
    {
        var request = new InstitutionRequest
        {
            Name = Text($"New institution {Dice.Below(4)}"),
            Abbreviation = Text($"N{number}"),
            Networks = [Text($"198.51.100.{16 * Dice.Below(4)}/28")],
            Contacts = [new("desk", Channel.Mail, Text($"desk@new{number}.example"))],
        };
        var actor = Actor.Person(Constituents.People[0]);
        return Dice.Percent(60) || world.Database.EventsOf.Keys.Count(stream => stream.Kind == "institution") <= Constituents.Institutions.Length
            ? Command(number, "register institution", new("institution", Text($"new{number}")), (InstitutionCommand)new RegisterInstitution(request), actor)
            : Command(number, "change institution", Any("institution")!.Value, (InstitutionCommand)new ChangeInstitution(request), actor);
    }

    private static Request Command<TCommand>(int number, string verb, StreamId stream, TCommand command, Actor actor, string? id = null, long? version = null) => new()
    {
        Number = number,
        Verb = verb,
        Id = id ?? Text($"{actor}:k{number}"),
        Actor = actor,
        Stream = stream,
        Command = DomainJson.Write(command),
        IfVersion = version is > 0 ? version : null,
    };

    /// <summary>One of the streams of a kind, in the order in which they began; the newer ones more often.</summary>
    private StreamId? Any(string kind)
    {
        var all = world.Database.EventsOf.Where(pair => pair.Value.Count > 0 && pair.Key.Kind == kind).Select(pair => pair.Key).ToList();
        return all.Count == 0 ? null : Dice.Percent(60) ? all[^(1 + Dice.Below(Math.Min(3, all.Count)))] : Dice.Of(all);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
