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
[JsonDerivedType(typeof(PersonConfirmed), "person-confirmed")]
[JsonDerivedType(typeof(SessionEnded), "session-ended")]
[JsonDerivedType(typeof(SessionsEnded), "sessions-ended")]
[JsonDerivedType(typeof(SecondFactorChanged), "second-factor-changed")]
[JsonDerivedType(typeof(PasskeyAdded), "passkey-added")]
[JsonDerivedType(typeof(PasskeyRenamed), "passkey-renamed")]
[JsonDerivedType(typeof(PasskeyRemoved), "passkey-removed")]
[JsonDerivedType(typeof(RecoveryCodesMade), "recovery-codes-made")]
[JsonDerivedType(typeof(PersonLinked), "person-linked")]
[JsonDerivedType(typeof(RoleGivenByGroup), "role-given-by-group")]
[JsonDerivedType(typeof(GroupsLost), "groups-lost")]
[JsonDerivedType(typeof(PersonErasing), "person-erasing")]
public abstract record PersonEvent;

public sealed record PersonAdded(PersonFacts Facts) : PersonEvent;

public sealed record PersonChanged(PersonFacts Facts) : PersonEvent;

/// <param name="Issuer">The outside provider that vouched for them; null: they came in by what they have here.</param>
/// <param name="Session">The session that began with it. Null: recorded before sessions had an id; nothing that began then still counts.</param>
public sealed record PersonSignedIn(string? Issuer = null, NewSession? Session = null) : PersonEvent;

public sealed record SignInFailed(bool LockedOut) : PersonEvent;

/// <summary>In a session that goes on they showed again who they are.</summary>
public sealed record PersonConfirmed(SessionId Session, SignInWay By, PasskeyId? Passkey = null) : PersonEvent;

/// <summary>One session is over.</summary>
public sealed record SessionEnded(SessionId Session, SessionEnd Why) : PersonEvent;

/// <summary>Sessions that had begun before this no longer count, on whatever device.</summary>
/// <param name="Except">The one that goes on; null: none does.</param>
public sealed record SessionsEnded(SessionId? Except = null) : PersonEvent;

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
/// <param name="SessionsFrom">Recorded before sessions had an id. Nothing is decided by it.</param>
/// <param name="Provider">By which outside provider they come in; null: by none.</param>
public sealed record PersonFacts(string Name, string Mail, Role Role, bool Active = true, bool? Cases = null, InstitutionId? Institution = null, DateTimeOffset? SessionsFrom = null, ProviderLink? Provider = null)
{
    /// <summary>How they look at things.</summary>
    public Viewer ViewerOf(PersonId id) => new(id, Role, Cases ?? true, Institution);
}

/// <summary>A person as decisions need it.</summary>
public sealed record Person(PersonFacts? Facts)
{
    /// <summary>Their sessions that have not been ended, the one that began first in front.</summary>
    public IReadOnlyList<OpenSession> Sessions { get; init; } = [];

    public IReadOnlyList<PasskeyFacts> Passkeys { get; init; } = [];

    /// <summary>Their erasure has begun.</summary>
    public bool Erasing { get; init; }
}

/// <summary>The person of that id.</summary>
public sealed record PersonById(PersonId Id) : Lookup<PersonFacts>;

[JsonDerivedType(typeof(AddPerson), "add-person")]
[JsonDerivedType(typeof(ChangePerson), "change-person")]
[JsonDerivedType(typeof(RecordSignIn), "record-sign-in")]
[JsonDerivedType(typeof(RecordConfirmed), "record-confirmed")]
[JsonDerivedType(typeof(EndSession), "end-session")]
[JsonDerivedType(typeof(EndSessions), "end-sessions")]
[JsonDerivedType(typeof(RecordSecondFactor), "record-second-factor")]
[JsonDerivedType(typeof(AddPasskey), "add-passkey")]
[JsonDerivedType(typeof(RenamePasskey), "rename-passkey")]
[JsonDerivedType(typeof(RemovePasskey), "remove-passkey")]
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

/// <summary>People who sign in and are called.</summary>
public sealed class PersonKind : Kind<Person, PersonCommand, PersonEvent>
{
    /// <summary>The claim of a person on their mail address.</summary>
    public const string MailClaim = "person-mail";

    public static readonly PersonKind Instance = new();

    public static readonly RowTable<PersonFacts> Table = new("person_row", [RowTable<PersonFacts>.Text("name", row => row.Name)]);

    /// <summary>The sessions of each person, under the person's id.</summary>
    public static readonly RowTable<PersonSessions> Sessions = new("person_sessions_row", []);

    /// <summary>The passkeys of each person, under the person's id.</summary>
    public static readonly RowTable<PersonPasskeys> Passkeys = new("person_passkeys_row", []);

    public override string Name => "person";

    public override int SnapshotSchema => 2;

    public override Person Empty { get; } = new((PersonFacts?)null);

    public override Person Apply(Person state, Recorded<PersonEvent> recorded) => recorded.Event switch
    {
        PersonErasing => new((PersonFacts?)null) { Erasing = true },
        PersonAdded e => state with { Facts = e.Facts },
        // Who has another address, or is shut out, signs in anew.
        PersonChanged e => state with { Facts = e.Facts, Sessions = e.Facts.Active && e.Facts.Mail == state.Facts!.Mail ? state.Sessions : [] },
        PersonLinked e => state with { Facts = state.Facts! with { Provider = new(e.Identity) } },
        RoleGivenByGroup e => state with
        {
            Facts = state.Facts! with { Role = e.Role, Cases = e.Cases, Institution = e.Institution, Active = true, Provider = state.Facts.Provider! with { FollowsGroups = true, LostGroups = false } },
        },
        GroupsLost => state with { Facts = state.Facts! with { Active = false, Provider = state.Facts.Provider! with { LostGroups = true } }, Sessions = [] },
        PersonSignedIn { Session: { } begun } => state with
        {
            Sessions = [.. state.Sessions, new(begun.Id, begun.By, begun.With, begun.Address, recorded.At)],
            Passkeys = Change(state.Passkeys, begun.Passkey, one => one with { UsedAt = recorded.At }),
        },
        PersonConfirmed { Passkey: not null } e => state with { Passkeys = Change(state.Passkeys, e.Passkey, one => one with { UsedAt = recorded.At }) },
        SessionEnded e => state with { Sessions = [.. state.Sessions.Where(one => one.Id != e.Session)] },
        SessionsEnded e => state with { Sessions = [.. state.Sessions.Where(one => one.Id == e.Except)] },
        PasskeyAdded e => state with { Passkeys = [.. state.Passkeys, new(e.Passkey, e.Name, recorded.At)] },
        PasskeyRenamed e => state with { Passkeys = Change(state.Passkeys, e.Passkey, one => one with { Name = e.Name }) },
        PasskeyRemoved e => state with { Passkeys = [.. state.Passkeys.Where(one => one.Id != e.Passkey)] },
        _ => state,
    };

    public override Effects React(StreamId stream, Person before, IReadOnlyList<Recorded<PersonEvent>> events, Person after)
        => Reactions.OfPerson(stream, before, events, after);

    public override IEnumerable<Lookup> Needs(Person state, PersonCommand command) => command switch
    {
        AddPerson { Facts.Institution: { } institution } => [new InstitutionById(institution)],
        ChangePerson { Facts.Institution: { } institution } => [new InstitutionById(institution)],
        EnterByProvider { Grant.Institution: { } institution } => [new InstitutionById(institution)],
        ErasePerson { Person: var id } => [new PlacesOf(id)],
        _ => [],
    };

    public override IEnumerable<RowChange> Rows(StreamId stream, Person before, Recorded<PersonEvent> recorded, Person after)
    {
        if (before.Facts != after.Facts)
        {
            yield return after.Facts is { } facts ? Table.Put(stream.Key, facts) : Table.Remove(stream.Key);
        }

        if (!before.Sessions.SequenceEqual(after.Sessions))
        {
            yield return after.Sessions.Count == 0 ? Sessions.Remove(stream.Key) : Sessions.Put(stream.Key, new(after.Sessions));
        }

        if (!before.Passkeys.SequenceEqual(after.Passkeys))
        {
            yield return after.Passkeys.Count == 0 ? Passkeys.Remove(stream.Key) : Passkeys.Put(stream.Key, new(after.Passkeys));
        }
    }

    private static IReadOnlyList<PasskeyFacts> Change(IReadOnlyList<PasskeyFacts> all, PasskeyId? which, Func<PasskeyFacts, PasskeyFacts> change)
        => [.. all.Select(one => one.Id == which ? change(one) : one)];
}
