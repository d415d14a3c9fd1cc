using Coordination.Contracts.Access;
using Coordination.Contracts.Intake;
using Coordination.Contracts.Notification;

namespace Coordination.Domain.Journal;

/// <summary>Who did something: an identifier, never a name or an address.</summary>
public readonly record struct Actor(string Value)
{
    /// <summary>The system itself: timers, hand-offs, senders.</summary>
    public static readonly Actor System = new("system");

    public static Actor Person(PersonId person) => new($"person/{person.Value}");

    public static Actor Source(SourceId source) => new($"source/{source.Value}");

    public static Actor Token(TokenId token) => new($"token/{token.Value}");

    /// <summary>Whoever followed the signed link of a notification.</summary>
    public static Actor Link(NotificationId notification) => new($"link/{notification.Value}");

    /// <summary>The person, where the actor is one.</summary>
    public PersonId? AsPerson => Value.StartsWith("person/", StringComparison.Ordinal) ? PersonId.Of(Value["person/".Length..]) : null;

    /// <summary>The token, where the actor is one.</summary>
    public TokenId? AsToken => Value.StartsWith("token/", StringComparison.Ordinal) ? TokenId.Of(Value["token/".Length..]) : null;

    public override string ToString() => Value;
}
