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
[JsonDerivedType(typeof(PersonLinked), "person-linked")]
[JsonDerivedType(typeof(RoleGivenByGroup), "role-given-by-group")]
[JsonDerivedType(typeof(GroupsLost), "groups-lost")]
[JsonDerivedType(typeof(PersonErasing), "person-erasing")]
public abstract record PersonEvent;

public sealed record PersonAdded(PersonFacts Facts) : PersonEvent;

public sealed record PersonChanged(PersonFacts Facts) : PersonEvent;

/// <param name="Issuer">The outside provider that vouched for them; null: they came in by what they have here.</param>
public sealed record PersonSignedIn(string? Issuer = null) : PersonEvent;

public sealed record SignInFailed(bool LockedOut) : PersonEvent;

/// <summary>Sessions that had begun before this no longer count, on whatever device.</summary>
public sealed record SessionsEnded : PersonEvent;

/// <summary>A password alone no longer lets them in, or does again.</summary>
public sealed record SecondFactorChanged(bool Enabled) : PersonEvent;

/// <summary>New recovery codes; those before no longer count.</summary>
public sealed record RecoveryCodesMade : PersonEvent;

/// <summary>From now on the person comes in by an outside provider.</summary>
public sealed record PersonLinked(ProviderIdentity Identity) : PersonEvent;

/// <summary>A group of the provider gave them what they are from now on.</summary>
public sealed record RoleGivenByGroup(string Group, Role Role, bool Cases, InstitutionId? Institution) : PersonEvent;

/// <summary>No group of the provider gives them a role any more, so their access ended.</summary>
public sealed record GroupsLost : PersonEvent;

/// <summary>Their erasure has begun: they are nobody any more. The stream is destroyed last, and this event with it.</summary>
public sealed record PersonErasing(string Reason) : PersonEvent;

/// <param name="Cases">Whether an administrator sees case content. Null: recorded when every administrator did.</param>
/// <param name="Institution">Of someone of an institution: which.</param>
/// <param name="SessionsFrom">Sessions that had begun before this no longer count.</param>
/// <param name="Provider">By which outside provider they come in; null: by none.</param>
public sealed record PersonFacts(string Name, string Mail, Role Role, bool Active = true, bool? Cases = null, InstitutionId? Institution = null, DateTimeOffset? SessionsFrom = null, ProviderLink? Provider = null)
{
    /// <summary>How they look at things.</summary>
    public Viewer ViewerOf(PersonId id) => new(id, Role, Cases ?? true, Institution);
}

/// <summary>A person as decisions need it.</summary>
/// <param name="Erasing">Their erasure has begun.</param>
public sealed record Person(PersonFacts? Facts, bool Erasing = false);

/// <summary>The person of that id.</summary>
public sealed record PersonById(PersonId Id) : Lookup<PersonFacts>;

[JsonDerivedType(typeof(AddPerson), "add-person")]
[JsonDerivedType(typeof(ChangePerson), "change-person")]
[JsonDerivedType(typeof(RecordSignIn), "record-sign-in")]
[JsonDerivedType(typeof(EndSessions), "end-sessions")]
[JsonDerivedType(typeof(RecordSecondFactor), "record-second-factor")]
[JsonDerivedType(typeof(RecordRecoveryCodes), "record-recovery-codes")]
[JsonDerivedType(typeof(EnterByProvider), "enter-by-provider")]
[JsonDerivedType(typeof(ErasePerson), "erase-person")]
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

public static class PersonRefusals
{
    public static readonly Refusal Unknown = new(RefusalKind.Unknown, "person.unknown", "There is no such person.");
    public static readonly Refusal Exists = new(RefusalKind.Conflict, "person.exists", "This person is known already.");
    public static readonly Refusal NameMissing = new(RefusalKind.Invalid, "person.name-missing", "Give the person a name.", "name");
    public static readonly Refusal RoleUnknown = new(RefusalKind.Invalid, "person.role-unknown", $"A role is one of {string.Join(", ", Enum.GetNames<Role>())}.", "role");
    public static readonly Refusal InstitutionMissing = new(RefusalKind.Invalid, "person.institution-missing", "Name the institution of someone of an institution, and none for anyone else.", "institution");
    public static readonly Refusal Yourself = new(RefusalKind.Conflict, "person.yourself", "Nobody erases themselves. Ask another administrator.");
    public static readonly Refusal MailInvalid = new(RefusalKind.Invalid, "person.mail-invalid", "Give a mail address like name@example.org.", "mail");
}

/// <summary>People who sign in and are called.</summary>
public sealed class PersonKind : Kind<Person, PersonCommand, PersonEvent>
{
    /// <summary>The claim of a person on their mail address.</summary>
    public const string MailClaim = "person-mail";

    public static readonly PersonKind Instance = new();

    public static readonly RowTable<PersonFacts> Table = new("person_row", [RowTable<PersonFacts>.Text("name", row => row.Name)]);

    public override string Name => "person";

    public override Person Empty { get; } = new((PersonFacts?)null);

    public override Person Apply(Person state, Recorded<PersonEvent> recorded) => recorded.Event switch
    {
        PersonErasing => new(null, Erasing: true),
        PersonAdded e => new(e.Facts),
        PersonChanged e => new(e.Facts),
        SessionsEnded => new(state.Facts! with { SessionsFrom = recorded.At }),
        PersonLinked e => new(state.Facts! with { Provider = new(e.Identity) }),
        RoleGivenByGroup e => new(state.Facts! with { Role = e.Role, Cases = e.Cases, Institution = e.Institution, Active = true, Provider = state.Facts.Provider! with { FollowsGroups = true, LostGroups = false } }),
        GroupsLost => new(state.Facts! with { Active = false, Provider = state.Facts.Provider! with { LostGroups = true } }),
        _ => state,
    };

    public override Effects React(StreamId stream, Person before, IReadOnlyList<Recorded<PersonEvent>> events, Person after)
    {
        var mail = Claimed.OnChange(MailClaim, before.Facts?.Mail ?? "", after.Facts?.Mail ?? "");
        var identity = Claimed.OnChange(ProviderIdentity.ClaimKind, before.Facts?.Provider?.Identity.Key ?? "", after.Facts?.Provider?.Identity.Key ?? "");
        return new() { Arm = Reactions.OfPerson(stream, events), Claims = [.. mail.Claims, .. identity.Claims], Releases = [.. mail.Releases, .. identity.Releases] };
    }

    public override IEnumerable<Lookup> Needs(Person state, PersonCommand command) => command switch
    {
        AddPerson { Facts.Institution: { } institution } => [new InstitutionById(institution)],
        ChangePerson { Facts.Institution: { } institution } => [new InstitutionById(institution)],
        EnterByProvider { Grant.Institution: { } institution } => [new InstitutionById(institution)],
        ErasePerson { Person: var id } => [new PlacesOf(id)],
        _ => [],
    };

    public override IEnumerable<RowChange> Rows(StreamId stream, Person before, Recorded<PersonEvent> recorded, Person after)
        => before == after ? [] : [after.Facts is { } facts ? Table.Put(stream.Key, facts) : Table.Remove(stream.Key)];
}
