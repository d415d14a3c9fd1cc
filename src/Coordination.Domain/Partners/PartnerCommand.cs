using System.Text.Json.Serialization;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Partners;

[JsonDerivedType(typeof(RegisterPartner), "register-partner")]
[JsonDerivedType(typeof(ChangePartner), "change-partner")]
[JsonDerivedType(typeof(PausePartner), "pause-partner")]
[JsonDerivedType(typeof(ResumePartner), "resume-partner")]
[JsonDerivedType(typeof(EndAgreement), "end-agreement")]
public abstract record PartnerCommand : ICommand<Partner, PartnerEvent>
{
    public abstract Decision<PartnerEvent> Decide(Partner state, Context context);
}
