using System.Text.Json.Serialization;
using Coordination.Contracts;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Advisories;

/// <summary>All that one can ask of what follows one institution; one file a verb.</summary>
[JsonDerivedType(typeof(AddressInstitution), "address-institution")]
[JsonDerivedType(typeof(RecordSent), "record-sent")]
[JsonDerivedType(typeof(RecordNotReached), "record-not-reached")]
[JsonDerivedType(typeof(RecordOpened), "record-opened")]
[JsonDerivedType(typeof(AcknowledgeAdvisory), "acknowledge-advisory")]
[JsonDerivedType(typeof(AnswerAdvisory), "answer-advisory")]
[JsonDerivedType(typeof(ContradictAnswer), "contradict-answer")]
[JsonDerivedType(typeof(ReleaseInstitution), "release-institution")]
public abstract record AddresseeCommand : ICommand<Addressee, AddresseeEvent>
{
    public abstract Decision<AddresseeEvent> Decide(Addressee state, Context context);
}

/// <summary>Why a command on an addressee is refused. The codes are stable.</summary>
public static class AddresseeRefusals
{
    public static readonly Refusal Unknown = new(RefusalKind.Unknown, "addressee.unknown", "This advisory is not addressed to this institution, or you may not see it.");
    public static readonly Refusal Released = new(RefusalKind.Conflict, "addressee.released", "This advisory no longer concerns this institution. Nothing more is needed.");
}
