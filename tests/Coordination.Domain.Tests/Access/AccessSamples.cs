using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Domain.Access;
using static Coordination.Domain.Tests.Samples;

namespace Coordination.Domain.Tests.Access;

/// <summary>People, their sessions, what they read, and the tokens of machines.</summary>
internal static class AccessSamples
{
    private static readonly NewSession Begun = new(SessionId.Of("s1"), SignInWay.Passkey, "Firefox on Linux", "192.0.2.7", PasskeyId.Of("k1"));
    private static readonly PersonFacts AdaFacts = new("Ada", "ada@cert.example", Role.InstitutionManager, true, true, Harbour, Noon);
    private static readonly TokenFacts Token = new(
        "Sensor", TokenScope.Intake, Sinkhole, Noon.AddYears(1), new string('0', 64), Noon, false, Harbour, [Right.ReadIncidents], [new(new string('1', 64), Noon.AddDays(1))], new(Noon, "192.0.2.7"), Lighthouse);

    public static IReadOnlyList<object> Events { get; } =
    [
        new PersonAdded(AdaFacts),
        new PersonChanged(AdaFacts with { Active = false }),
        new PersonSignedIn("https://login.house.example", Begun),
        new SignInFailed(true),
        new PersonConfirmed(Begun.Id, SignInWay.Passkey, PasskeyId.Of("k1")),
        new SessionEnded(Begun.Id, SessionEnd.Idle),
        new SessionsEnded(Begun.Id),
        new SecondFactorChanged(true),
        new RecoveryCodesMade(),
        new PersonLinked(new("https://login.house.example", "s-1")),
        new RoleGivenByGroup("harbour", Role.InstitutionManager, false, Harbour),
        new GroupsLost(),
        new PersonErasing("Left long ago"),
        new PasskeyAdded(PasskeyId.Of("k1"), "Laptop"),
        new PasskeyRenamed(PasskeyId.Of("k1"), "Old laptop"),
        new PasskeyRemoved(PasskeyId.Of("k1")),
        new SomethingRead("incident/i1", "2026-000001", Tlp.Red, Sight.All, "attachment/f1"),
        new ReadingsForgotten("incident/i1", [1, 2]),
        new TokenCreated(Token),
        new TokenRevoked(),
        new TokenRotated("02", Noon.AddDays(90), [new("01", Noon.AddDays(1))]),
        new TokenUsed("192.0.2.7"),
    ];

    public static IReadOnlyList<object> Commands { get; } =
    [
        new AddPerson(AdaFacts),
        new ChangePerson(AdaFacts),
        new RecordSignIn(true, false, Begun, [SessionId.Of("s0")]),
        new RecordConfirmed(Begun.Id, SignInWay.Passkey, "a1", PasskeyId.Of("k1")),
        new EndSession(Begun.Id, SessionEnd.SignedOut),
        new EndSessions(Begun.Id),
        new RecordSecondFactor(true),
        new RecordRecoveryCodes(),
        new EnterByProvider(new("https://login.house.example", "s-1"), "Ida", "ida@house.example", new("harbour", Role.InstitutionManager, false, Harbour), true, false, Begun, [SessionId.Of("s0")]),
        new AddPasskey(PasskeyId.Of("k1"), "Laptop", "a1"),
        new RenamePasskey(PasskeyId.Of("k1"), "Old laptop"),
        new RemovePasskey(PasskeyId.Of("k1")),
        new RecordReading("incident/i1", "2026-000001", Tlp.Red, Sight.All, "attachment/f1"),
        new CreateToken("Sensor", TokenScope.Intake, Sinkhole, Noon, "00", Harbour, [Right.ReadIncidents], Lighthouse),
        new RevokeToken(),
        new RotateToken("02", TimeSpan.FromHours(24), Noon.AddDays(90)),
        new RecordTokenUse("192.0.2.7"),
        new ErasePerson(Ada, "Left long ago", true),
        new ForgetReadings("incident/i1", [1, 2]),
    ];
}
