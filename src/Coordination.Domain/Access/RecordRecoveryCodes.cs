using Coordination.Domain.Journal;

namespace Coordination.Domain.Access;

/// <summary>New recovery codes were made.</summary>
public sealed record RecordRecoveryCodes : PersonCommand
{
    public override Decision<PersonEvent> Decide(Person state, Context context) => state.Facts is null ? PersonRefusals.Unknown : new RecoveryCodesMade();
}
