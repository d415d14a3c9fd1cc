using Coordination.Contracts;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Notification;

namespace Coordination.Domain.Notification;

/// <summary>One attempt of one delivery, as a sender gets it.</summary>
public sealed record SendOrder
{
    public required NotificationId Notification { get; init; }

    /// <summary>Which delivery of the notification, from 1.</summary>
    public required int Delivery { get; init; }

    /// <summary>Which attempt, from 1.</summary>
    public required int Attempt { get; init; }
    public required Channel Channel { get; init; }

    /// <summary>Mail address, or https address of a webhook.</summary>
    public required string Address { get; init; }
    public required string RecipientName { get; init; }

    /// <summary>What it is about; already cut down to what this recipient may be sent by this channel.</summary>
    public required MessageText Text { get; init; }
    public required Tlp Tlp { get; init; }

    /// <summary>What threads the messages about one thing: the stream of the subject.</summary>
    public required string Thread { get; init; }

    /// <summary>By when an answer is due, where one is.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>The signed link with which the recipient acknowledges. Filled in by the sender's pump just before sending; never stored.</summary>
    public string? AcknowledgeLink { get; init; }

    /// <summary>Nothing is asked of the recipient: there is no link to acknowledge by.</summary>
    public bool OnlyTells { get; init; }
}

/// <summary>Subject and text of a message, plain.</summary>
public sealed record MessageText(string Subject, string Body);

/// <summary>What became of an attempt.</summary>
/// <param name="Sent">The next system has taken it.</param>
/// <param name="Error">Why not, in one line for people; no secrets.</param>
/// <param name="Permanent">Trying again cannot help (unknown mailbox, forbidden address).</param>
public sealed record SendResult(bool Sent, string? Error = null, bool Permanent = false)
{
    public static readonly SendResult Ok = new(true);
}

/// <summary>Talks to one outside system. It never throws for what the outside does; it gives up after its time limit.</summary>
public interface ISender
{
    Channel Channel { get; }

    Task<SendResult> SendAsync(SendOrder order, CancellationToken cancellationToken);
}
