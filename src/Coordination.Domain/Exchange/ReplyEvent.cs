using System.Text.Json.Serialization;
using Coordination.Contracts.Partners;

namespace Coordination.Domain.Exchange;

/// <summary>All that can happen to an answer.</summary>
[JsonDerivedType(typeof(ReplyWritten), "reply-written")]
public abstract record ReplyEvent;

/// <summary>Someone answers. It lies ready with this event.</summary>
/// <param name="About">The STIX id of the partner's object.</param>
/// <param name="At">The version in time that it bears.</param>
/// <param name="Made">The note or sighting, and what it says.</param>
public sealed record ReplyWritten(PartnerId Partner, string About, DateTimeOffset At, MadeObject Made) : ReplyEvent;
