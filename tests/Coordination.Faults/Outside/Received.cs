using Coordination.Contracts.Institutions;

namespace Coordination.Faults.Outside;

/// <summary>A message as it arrived outside.</summary>
/// <param name="Id">What the receiver knows a repetition by: the message id, or the webhook's id.</param>
/// <param name="To">The mail address, or the address that was called.</param>
/// <param name="Answered">The receiver has said that it has it; otherwise the sender cannot know.</param>
internal sealed record Received(Channel Channel, string Id, string To, DateTimeOffset At, bool Answered);
