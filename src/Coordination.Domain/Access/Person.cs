using System.Text.Json.Serialization;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Institutions;
using Coordination.Domain.Institutions;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Access;

/// <summary>What happened to a person's record. People are streams of their own: destroying the stream's key forgets the person.</summary>
[JsonDerivedType(typeof(PersonAdded), "person-added")]
[JsonDerivedType(typeof(PersonChanged), "person-changed")]
[JsonDerivedType(typeof(PersonSignedIn), "person-signed-in")]
[JsonDerivedType(typeof(SignInFailed), "sign-in-failed")]
[JsonDerivedType(typeof(SessionsEnded), "sessions-ended")]
[JsonDerivedType(typeof(SecondFactorChanged), "second-factor-changed")]
[JsonDerivedType(typeof(RecoveryCodesMade), "recovery-codes-made")]
public abstract record PersonEvent;

public sealed record PersonAdded(PersonFacts Facts) : PersonEvent;

public sealed record PersonChanged(PersonFacts Facts) : PersonEvent;

public sealed record PersonSignedIn : PersonEvent;

public sealed record SignInFailed(bool LockedOut) : PersonEvent;

/// <summary>Sessions that had begun before this no longer count, on whatever device.</summary>
public sealed record SessionsEnded : PersonEvent;

/// <summary>A password alone no longer lets them in, or does again.</summary>
public sealed record SecondFactorChanged(bool Enabled) : PersonEvent;

/// <summary>New recovery codes; those before no longer count.</summary>
public sealed record RecoveryCodesMade : PersonEvent;

/// <param name="Cases">Whether an administrator sees case content. Null: recorded when every administrator did.</param>
/// <param name="Institution">Of someone of an institution: which.</param>
/// <param name="SessionsFrom">Sessions that had begun before this no longer count.</param>
public sealed record PersonFacts(string Name, string Mail, Role Role, bool Active = true, bool? Cases = null, InstitutionId? Institution = null, DateTimeOffset? SessionsFrom = null)
{
    /// <summary>How they look at things.</summary>
    public Viewer ViewerOf(PersonId id) => new(id, Role, Cases ?? true, Institution);
}

/// <summary>A person as decisions need it.</summary>
public sealed record Person(PersonFacts? Facts);

/// <summary>The person of that id.</summary>
public sealed record PersonById(PersonId Id) : Lookup<PersonFacts>;

[JsonDerivedType(typeof(AddPerson), "add-person")]
[JsonDerivedType(typeof(ChangePerson), "change-person")]
[JsonDerivedType(typeof(RecordSignIn), "record-sign-in")]
[JsonDerivedType(typeof(EndSessions), "end-sessions")]
[JsonDerivedType(typeof(RecordSecondFactor), "record-second-factor")]
[JsonDerivedType(typeof(RecordRecoveryCodes), "record-recovery-codes")]
public abstract record PersonCommand : ICommand<Person, PersonEvent>
{
    public abstract Decision<PersonEvent> Decide(Person state, Context context);

    protected static Refusal? Check(PersonFacts facts, Context context)
        => Texts.Refuse("name", facts.Name, 200, PersonRefusals.NameMissing)
            ?? (!Addresses.IsValid(Channel.Mail, facts.Mail) ? PersonRefusals.MailInvalid
                : !Enum.IsDefined(facts.Role) ? PersonRefusals.RoleUnknown
                : Rights.IsOfInstitution(facts.Role) != facts.Institution is not null ? PersonRefusals.InstitutionMissing
                : facts.Institution is { } institution && context.Lookups.Find(new InstitutionById(institution)) is null ? InstitutionRefusals.Unknown
                : null);
}

/// <summary>Adds a person who can sign in and be called.</summary>
public sealed record AddPerson(PersonFacts Facts) : PersonCommand
{
    public override Decision<PersonEvent> Decide(Person state, Context context)
        => state.Facts is not null ? PersonRefusals.Exists : Check(Facts, context) is { } refusal ? refusal : new PersonAdded(Facts);
}

/// <summary>Another name, address, role or state.</summary>
public sealed record ChangePerson(PersonFacts Facts) : PersonCommand
{
    public override Decision<PersonEvent> Decide(Person state, Context context)
        => state.Facts is null ? PersonRefusals.Unknown
            : Check(Facts, context) is { } refusal ? refusal
            : state.Facts == Facts with { SessionsFrom = state.Facts.SessionsFrom } ? Decision<PersonEvent>.Nothing
            : new PersonChanged(Facts with { SessionsFrom = state.Facts.SessionsFrom });
}

/// <summary>Someone signed in, or tried to.</summary>
public sealed record RecordSignIn(bool Succeeded, bool LockedOut) : PersonCommand
{
    public override Decision<PersonEvent> Decide(Person state, Context context)
        => state.Facts is null ? PersonRefusals.Unknown : Succeeded ? new PersonSignedIn() : new SignInFailed(LockedOut);
}

/// <summary>Ends all sessions of this person, wherever they are.</summary>
public sealed record EndSessions : PersonCommand
{
    public override Decision<PersonEvent> Decide(Person state, Context context) => state.Facts is null ? PersonRefusals.Unknown : new SessionsEnded();
}

/// <summary>The second factor was turned on or off.</summary>
public sealed record RecordSecondFactor(bool Enabled) : PersonCommand
{
    public override Decision<PersonEvent> Decide(Person state, Context context) => state.Facts is null ? PersonRefusals.Unknown : new SecondFactorChanged(Enabled);
}

/// <summary>New recovery codes were made.</summary>
public sealed record RecordRecoveryCodes : PersonCommand
{
    public override Decision<PersonEvent> Decide(Person state, Context context) => state.Facts is null ? PersonRefusals.Unknown : new RecoveryCodesMade();
}

public static class PersonRefusals
{
    public static readonly Refusal Unknown = new(RefusalKind.Unknown, "person.unknown", "There is no such person.");
    public static readonly Refusal Exists = new(RefusalKind.Conflict, "person.exists", "This person is known already.");
    public static readonly Refusal NameMissing = new(RefusalKind.Invalid, "person.name-missing", "Give the person a name.", "name");
    public static readonly Refusal RoleUnknown = new(RefusalKind.Invalid, "person.role-unknown", $"A role is one of {string.Join(", ", Enum.GetNames<Role>())}.", "role");
    public static readonly Refusal InstitutionMissing = new(RefusalKind.Invalid, "person.institution-missing", "Name the institution of someone of an institution, and none for anyone else.", "institution");
    public static readonly Refusal MailInvalid = new(RefusalKind.Invalid, "person.mail-invalid", "Give a mail address like name@example.org.", "mail");
}

/// <summary>People who sign in and are called.</summary>
public sealed class PersonKind : Kind<Person, PersonCommand, PersonEvent>
{
    public static readonly PersonKind Instance = new();

    public static readonly RowTable<PersonFacts> Table = new("person_row", [RowTable<PersonFacts>.Text("name", row => row.Name)]);

    public override string Name => "person";

    public override Person Empty { get; } = new((PersonFacts?)null);

    public override Person Apply(Person state, Recorded<PersonEvent> recorded) => recorded.Event switch
    {
        PersonAdded e => new(e.Facts),
        PersonChanged e => new(e.Facts),
        SessionsEnded => new(state.Facts! with { SessionsFrom = recorded.At }),
        _ => state,
    };

    public override Effects React(StreamId stream, Person before, IReadOnlyList<Recorded<PersonEvent>> events, Person after)
        => Claimed.OnChange("person-mail", before.Facts?.Mail ?? "", after.Facts?.Mail ?? "");

    public override IEnumerable<Lookup> Needs(Person state, PersonCommand command) => command switch
    {
        AddPerson { Facts.Institution: { } institution } => [new InstitutionById(institution)],
        ChangePerson { Facts.Institution: { } institution } => [new InstitutionById(institution)],
        _ => [],
    };

    public override IEnumerable<RowChange> Rows(StreamId stream, Person before, Recorded<PersonEvent> recorded, Person after)
        => before == after ? [] : [Table.Put(stream.Key, after.Facts!)];
}
