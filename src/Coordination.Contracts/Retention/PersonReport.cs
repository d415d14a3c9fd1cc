using System.Globalization;
using System.Text;
using Coordination.Contracts.Access;

namespace Coordination.Contracts.Retention;

/// <summary>All that is held on a person (Regulation (EU) 2018/1725, Art. 17). Of cases that the asker may not see it is counted what is there, and not shown.</summary>
public sealed record PersonReport
{
    public required DateTimeOffset At { get; init; }

    /// <summary>Who was asked about: an identifier, or an address or name of someone who is no user.</summary>
    public required string About { get; init; }

    /// <summary>The person, where they are a user.</summary>
    public PersonView? Person { get; init; }

    /// <summary>Whether there is an account, and what it keeps.</summary>
    public AccountHeld? Account { get; init; }

    /// <summary>Streams of the journal that are about them: how many events each has.</summary>
    public required IReadOnlyList<HeldStream> Streams { get; init; }

    /// <summary>Sign-ins, failures, changes of their record and second factor, with their times.</summary>
    public required IReadOnlyList<HeldEvent> Events { get; init; }

    /// <summary>Sessions that are open.</summary>
    public IReadOnlyList<HeldSession> Sessions { get; init; } = [];

    /// <summary>The names of their passkeys.</summary>
    public IReadOnlyList<string> Passkeys { get; init; } = [];
    public required IReadOnlyList<string> Rosters { get; init; }
    public required IReadOnlyList<string> Policies { get; init; }

    /// <summary>Institutions that have their address among their contacts.</summary>
    public required IReadOnlyList<string> Contacts { get; init; }

    /// <summary>Messages that were sent to them or to the address.</summary>
    public required IReadOnlyList<HeldDelivery> Deliveries { get; init; }

    /// <summary>How often it was recorded that they read something.</summary>
    public required long Readings { get; init; }

    /// <summary>Texts of others in which their name or address stands, where the asker may see the case.</summary>
    public required IReadOnlyList<HeldMention> Mentions { get; init; }

    /// <summary>How many more messages and texts there are, of cases that the asker may not see.</summary>
    public required long Hidden { get; init; }

    /// <summary>The report as a text to read.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        Line($"What is held on {About}, {At.UtcDateTime:yyyy-MM-dd HH:mm} UTC");
        Line($"Record: {(Person is { } person ? $"{person.Name}, {person.Mail}, {person.Role}{(person.Active ? "" : ", not active")}" : "none; they are no user")}");
        Line($"Account: {(Account is { } account ? $"{account.Mail}, password {(account.HasPassword ? "set" : "not set")}, second factor {(account.SecondFactor ? "on" : "off")}" : "none")}");
        List("Streams", Streams.Select(one => $"{one.Stream}: {one.Events} events"));
        List("Events of their record", Events.Select(one => $"{one.At.UtcDateTime:yyyy-MM-dd HH:mm:ss} {one.Type}"));
        List("Open sessions", Sessions.Select(one => $"{one.BegunAt.UtcDateTime:yyyy-MM-dd HH:mm} {one.With}, {one.Address}"));
        List("Passkeys", Passkeys);
        List("Rosters", Rosters);
        List("Escalation policies", Policies);
        List("Contact of", Contacts);
        List("Messages to them", Deliveries.Select(one => $"{one.At.UtcDateTime:yyyy-MM-dd HH:mm} {one.Number} to {one.Address}"));
        Line($"Readings recorded: {Readings}");
        List("Named in texts of others", Mentions.Select(one => $"{one.Number}, {one.Where}: {one.Text}"));
        Line($"In cases that you may not see: {Hidden}");
        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

        void List(string what, IEnumerable<string> all)
        {
            var lines = all.ToArray();
            Line($"{what}: {lines.Length}");
            foreach (var line in lines)
            {
                Line($"  {line.ReplaceLineEndings(" ")}");
            }
        }
    }
}

/// <summary>What the sign-in keeps of a person.</summary>
public sealed record AccountHeld(string Mail, bool HasPassword, bool SecondFactor, int FailedAttempts, DateTimeOffset? LockedUntil);

/// <summary>A stream and how long it is.</summary>
public sealed record HeldStream(string Stream, long Events);

/// <summary>A session, with browser and address.</summary>
public sealed record HeldSession(string With, string Address, DateTimeOffset BegunAt);

/// <summary>Something that happened to their record.</summary>
public sealed record HeldEvent(string Type, DateTimeOffset At);

/// <summary>A message to them. Of a case it tells the number only.</summary>
public sealed record HeldDelivery(string Number, string Address, DateTimeOffset At);

/// <summary>A text in which they are named.</summary>
public sealed record HeldMention(string Number, string Where, string Text);

/// <summary>What erasing a person would erase, what would stay, and why it cannot be done now.</summary>
public sealed record PersonErasurePlan(PersonId Id, IReadOnlyList<ErasedPart> Parts, IReadOnlyList<string> Remains, IReadOnlyList<string> Needed);
