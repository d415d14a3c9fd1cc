using System.Text.Json.Serialization;
using Coordination.Contracts;

namespace Coordination.Domain.Exchange;

/// <summary>All that can happen to what a partner gives.</summary>
[JsonDerivedType(typeof(ObjectsReceived), "objects-received")]
[JsonDerivedType(typeof(ObjectsQuarantined), "objects-quarantined")]
[JsonDerivedType(typeof(QuarantinedAgain), "quarantined-again")]
[JsonDerivedType(typeof(QuarantineDismissed), "quarantine-dismissed")]
[JsonDerivedType(typeof(QuarantineAccepted), "quarantine-accepted")]
public abstract record ReceivedEvent;

/// <summary>Objects were taken: new ones, and newer versions of what was there.</summary>
/// <param name="Older">Versions that came after newer ones: known from now on, and nothing else changes.</param>
public sealed record ObjectsReceived(string Submission, string Way, IReadOnlyList<ReceivedObject> Objects, IReadOnlyList<OlderVersion> Older) : ReceivedEvent;

/// <summary>Objects were not taken, each for its reason.</summary>
public sealed record ObjectsQuarantined(string Submission, string Way, IReadOnlyList<QuarantinedObject> Objects) : ReceivedEvent;

/// <summary>What lies in quarantine came again.</summary>
public sealed record QuarantinedAgain(string Submission, IReadOnlyList<RepeatedObject> Objects) : ReceivedEvent;

/// <summary>Someone says that it is of no use.</summary>
public sealed record QuarantineDismissed(string Id) : ReceivedEvent;

/// <summary>Someone takes it nevertheless.</summary>
public sealed record QuarantineAccepted(string Id, ReceivedObject What) : ReceivedEvent;

/// <summary>A version that came after newer ones.</summary>
public sealed record OlderVersion(string Id, string Order, string Content);

/// <summary>An object that was not taken.</summary>
/// <param name="Id">Names it in the quarantine: the same object for the same reason is the same.</param>
/// <param name="Original">As it came; of what is very large the beginning.</param>
/// <param name="Label">RED where none can be read.</param>
public sealed record QuarantinedObject(string Id, string? ObjectId, string Place, string Code, string Reason, string Original, Tlp Label = Tlp.Red);

/// <summary>Something of the quarantine that came again.</summary>
public sealed record RepeatedObject(string Id, string Place, string Reason);
